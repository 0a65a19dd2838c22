"""What a recording is asked for, beside the settings of Kafka."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ByteSize, TypeAdapter, ValidationError

from flir_iqa.errors import RecordError, SettingsError
from plumbing.frames import check_camera_id
from plumbing.kafka.settings import check_topic_name
from recording.moments import parse_duration_ns

_LEAST_BYTES: Final = 10_000
_LEAST_SPLIT_NS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOptions:
    """One recording.

    Raises:
        SettingsError: An option has a value that cannot be used.
    """

    out: Path
    """The file; split ones are numbered after it."""
    topics: tuple[str, ...]
    cameras: frozenset[str] = frozenset()
    """None for all, messages without a camera included."""
    partitions: tuple[int, ...] = ()
    """None for all."""
    start: str = "end"
    end: str | None = None
    duration: str | None = None
    max_bytes: int | None = None
    """Ends the recording when its files are as large as this."""
    split_bytes: int | None = None
    split_ns: int | None = None

    def __post_init__(self) -> None:
        if not self.topics:
            message = "expected at least one topic: --topic thermal-frames"
            raise SettingsError(message)
        for name in self.topics:
            check_topic_name(name)
        if self.split_ns is not None and self.split_ns < _LEAST_SPLIT_NS:
            message = f"expected --split-every of at least 1s, got {self.split_ns / 1e9:g} s"
            raise SettingsError(message)

    @property
    def is_split(self) -> bool:
        """Whether there may be several files."""
        return self.split_bytes is not None or self.split_ns is not None


def parse_size(text: str | None, option: str) -> int | None:
    """Read a size such as `500MB` or `2GiB`; `None` stays `None`.

    Raises:
        SettingsError: It is none, or below 10 kB, which no file can keep to.
    """
    if text is None:
        return None
    try:
        size = int(TypeAdapter(ByteSize).validate_python(text))
    except (ValidationError, OverflowError):
        size = 0
    if size < _LEAST_BYTES:
        message = f"expected {option} as a size of at least 10kB, such as 500MB or 2GiB, got {text[:64]!r}"
        raise SettingsError(message)
    return size


def parse_interval(text: str | None) -> int | None:
    """Read a duration such as `10m` into nanoseconds; `None` stays `None`.

    Raises:
        SettingsError: It is none.
    """
    return None if text is None else parse_duration_ns(text)


def parse_cameras(texts: Sequence[str]) -> frozenset[str]:
    """Check camera ids.

    Raises:
        SettingsError: One may not name a camera.
    """
    try:
        return frozenset(check_camera_id(text) for text in texts)
    except RecordError as error:
        message = f"--camera: {error}"
        raise SettingsError(message) from error
