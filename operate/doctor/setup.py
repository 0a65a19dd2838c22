"""What the doctor looks at: the configuration, each section by itself, so that one bad value hides no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from control.settings import ServeSettings
from dataflow.settings import FlowSettings
from flir_iqa.errors import SettingsError
from operate.doctor.cluster import Cluster
from operate.doctor.errors import NotCheckedError
from plumbing.cameras import CameraSettings, build_camera, cameras_from
from plumbing.document import Document, read_document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_settings import LogSettings
from plumbing.settings import Section, SectionT, load
from producers.settings import ProduceSettings

KINDS: Final[tuple[type[Section], ...]] = (
    KafkaSettings,
    TopicSettings,
    ProduceSettings,
    FlowSettings,
    ServeSettings,
    LogSettings,
)

THE_FILE: Final = "the file"
"""What a problem with the configuration file as a whole is filed under."""

Given = Mapping[str, Mapping[str, object]]
"""Flags by section; `None` where one was not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A configuration as far as it can be used."""

    document: Document
    given: Given
    sections: Mapping[type[Section], Section]
    cameras: Mapping[str, CameraSettings]
    problems: Mapping[str, str]
    """What cannot be used, by `the file`, a section or a camera, and why."""
    timeout_s: float
    cluster_of: dict[str, Cluster] = field(default_factory=dict)
    """The one connection to Kafka, once somebody has asked for it."""

    def get(self, kind: type[SectionT]) -> SectionT:
        """Return a section.

        Raises:
            NotCheckedError: It cannot be used.
        """
        section = self.sections.get(kind)
        if not isinstance(section, kind):
            message = f"the settings [{kind.section}] cannot be used"
            raise NotCheckedError(message)
        return section

    def cluster(self) -> Cluster:
        """Return the Kafka of the configuration.

        Raises:
            NotCheckedError: The settings of the connection cannot be used.
        """
        return self.cluster_of.setdefault("kafka", Cluster(self.get(KafkaSettings), self.timeout_s))


def read_setup(config: str | None, given: Given, flags: Sequence[str], timeout_s: float = 10.0) -> Setup:
    """Read the configuration; what cannot be used is kept as a problem, and nothing is raised.

    Args:
        config: Path of the file; None for `flir-iqa.toml` where there is one.
        given: Flags by section.
        flags: Cameras of the command line, `id=url` each.
        timeout_s: How long a broker has to answer.
    """
    problems: dict[str, str] = {}
    try:
        document = read_document(config)
    except SettingsError as error:
        problems[THE_FILE] = str(error)
        return Setup(document=Document(), given=given, sections={}, cameras={}, problems=problems, timeout_s=timeout_s)
    sections: dict[type[Section], Section] = {}
    for kind in KINDS:
        try:
            sections[kind] = load(kind, document, given.get(kind.section))
        except SettingsError as error:
            problems[f"[{kind.section}]"] = str(error)
    cameras = _read_cameras(document, flags, problems)
    return Setup(
        document=document, given=given, sections=sections, cameras=cameras, problems=problems, timeout_s=timeout_s
    )


def _read_cameras(document: Document, flags: Sequence[str], problems: dict[str, str]) -> dict[str, CameraSettings]:
    cameras: dict[str, CameraSettings] = {}
    try:
        tables = document.table("cameras")
    except SettingsError as error:
        problems["[cameras]"] = str(error)
        tables = {}
    for name, table in tables.items():
        try:
            cameras[name] = build_camera(name, table, document.origin)
        except SettingsError as error:
            problems[f"[cameras.{name[:128]}]"] = str(error)
    for flag in flags:
        try:
            cameras |= cameras_from(Document(), [flag])
        except SettingsError as error:
            problems["--camera"] = str(error)
    return cameras
