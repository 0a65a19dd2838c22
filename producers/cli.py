"""The command `flir-iqa produce`."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import click
from rich.console import Console

from flir_iqa.errors import CameraError, FlirIqaError, SettingsError
from plumbing.cameras import build_camera, cameras_from
from plumbing.child import Reporter, watch_parent
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_settings import LogSettings
from plumbing.logs import log_crashes, set_up_logging
from plumbing.metrics.registry import make_registry
from plumbing.probes.server import serving_metrics
from plumbing.settings import settings_options
from plumbing.stopping import Stopper
from producers.check import check_cameras
from producers.display import Show, display
from producers.monitor import CameraReport
from producers.observed import Observed
from producers.orders import Orders
from producers.run import Production
from producers.settings import ProduceSettings
from producers.sources.base import Source
from producers.sources.refused import RefusedSource
from producers.sources.registry import make_source

EXAMPLES = """
\b
Examples:
  flir-iqa produce --camera gate=rtsp://192.0.2.7/stream --bootstrap broker:9092
  flir-iqa produce --camera kiln=film.mp4 --camera yard=pictures/
  flir-iqa produce --config cameras.toml
  flir-iqa produce --config cameras.toml --check
  flir-iqa produce --config cameras.toml --metrics 9101     # then: curl 127.0.0.1:9101/metrics, /livez and /readyz

\b
Credentials on the command line stand in the list of processes. Better, in the TOML file:
  [cameras.gate]
  url = "rtsp://192.0.2.7/stream"
  username = "viewer"
  password = "file:/run/secrets/gate"
  fps = 5                 # or "all"
"""

CAMERA_HELP = (
    "A camera: rtsp(s)://host/path, a film, or a folder of pictures; give it once for each. Others stand in the file."
)


@click.command(epilog=EXAMPLES)
@click.option("--camera", "flags", multiple=True, metavar="ID=URL", help=CAMERA_HELP)
@click.option("--check", is_flag=True, help="Only try each camera, say what came, and end; needs no Kafka.")
@settings_options(KafkaSettings, TopicSettings, ProduceSettings, LogSettings)
def produce(
    document: Document,
    kafka: KafkaSettings,
    topics: TopicSettings,
    produce: ProduceSettings,
    log: LogSettings,
    flags: tuple[str, ...],
    check: bool,
) -> None:
    """Read cameras and publish their frames as JPEG on Kafka.

    A camera that is lost is tried again for ever, and holds up no other. An outage of Kafka is waited out: the newest
    frames are kept, and what is dropped is counted. Films end, and with the last of them the command.
    """
    stopper = Stopper()
    stopper.listen()
    set_up_logging(log)
    log_crashes()
    reporter = Reporter(enabled=document.from_parent)
    try:
        sources = make_sources(document, flags, produce)
        reporter.send("started")
        orders = Orders(expected=document.from_parent)
        if document.from_parent:
            watch_parent(stopper.stop, orders.take_line)
        if check:
            try_cameras(sources, reporter)
            return
        observed = Observed()
        registry = make_registry(observed.collect, "producer")
        with (
            serving_metrics(produce.metrics, registry, observed.verdict) as address,
            display(Console(stderr=True)) as show,
        ):
            reporter.add(metrics=address and str(address))
            shows, make = both(observed.take, show), partial(make_ordered, produce)
            Production(kafka, topics, produce, sources, stopper, reporter, shows, orders, make).run()
    except FlirIqaError as error:
        reporter.send("failed", str(error))
        raise


def both(first: Show, second: Show) -> Show:
    """Return what shows the state in two ways."""

    def show(reports: Sequence[CameraReport], problem: str | None) -> None:
        first(reports, problem)
        second(reports, problem)

    return show


def try_cameras(sources: Mapping[str, Source], reporter: Reporter) -> None:
    """Try each camera once and tell a person or a parent process.

    Raises:
        CameraError: One gave no frame.
    """
    findings = check_cameras(sources)
    reporter.send("running", findings=[finding.to_dict() for finding in findings])
    for finding in findings:
        click.echo(finding, err=True)
    n_bad = sum(finding.error is not None for finding in findings)
    if n_bad:
        message = f"{n_bad} of {len(findings)} cameras gave no frame"
        raise CameraError(message)


def make_sources(document: Document, flags: tuple[str, ...], produce: ProduceSettings) -> dict[str, Source]:
    """Make the sources of all cameras; none is opened.

    A camera of a parent that cannot be used stands there with its reason, unless none of them can: the others run.

    Raises:
        SettingsError: There is none, or one cannot be used.
    """
    if document.from_parent:
        return _sources_of_parent(document.table("cameras"), produce)
    cameras = cameras_from(document, flags)
    if not cameras:
        message = (
            "there is no camera: give --camera ID=URL, such as --camera gate=rtsp://192.0.2.7/stream, "
            'or [cameras.gate] with url = "..." in the configuration file'
        )
        raise SettingsError(message)
    return {camera_id: make_source(camera_id, camera, produce) for camera_id, camera in cameras.items()}


def make_ordered(produce: ProduceSettings, camera_id: str, table: Any) -> Source:
    """Make the source of a camera that a parent describes; one that cannot be used says why when it is opened."""
    try:
        return make_source(camera_id, build_camera(camera_id, table, "the order"), produce)
    except SettingsError as error:
        return RefusedSource(str(error))


def _sources_of_parent(tables: Mapping[str, Any], produce: ProduceSettings) -> dict[str, Source]:
    sources = {camera_id: make_ordered(produce, camera_id, table) for camera_id, table in tables.items()}
    refused = [source for source in sources.values() if isinstance(source, RefusedSource)]
    if refused and len(refused) == len(sources):
        raise SettingsError(refused[0].reason)
    return sources
