"""The command `flir-iqa record`."""

import functools
import json
from pathlib import Path

import click

from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_settings import LogSettings
from plumbing.logs import set_up_logging
from plumbing.settings import load, settings_options
from plumbing.stopping import Stopper
from recording.recorder.options import RecordOptions, parse_cameras, parse_interval, parse_size
from recording.recorder.run import Recorder
from recording.writer import Compression, RecordingWriter, WriterSettings

_GRACE_S = 20.0
"""A slow disk may take longer than other processes need to end."""

EXAMPLES = """
\b
Examples:
  flir-iqa record --out night.mcap                              from now until Ctrl-C
  flir-iqa record --out night.mcap --duration 8h --split-every 1h
  flir-iqa record --out incident.mcap --from 2h --to end        the last two hours, then it ends
  flir-iqa record --out incident.mcap --from 2026-01-31T02:00:00Z --duration 10m --camera gate
  flir-iqa record --out all.mcap --from beginning --to end \\
    --topic thermal-frames --topic image-quality-data --topic image-quality-events
  flir-iqa record --out some.mcap --partition 3 --from 120000 --to 130000

\b
Then:
  flir-iqa recording info night.mcap
  flir-iqa replay night.mcap
"""

_when = "beginning, end (of what is there now), an offset, a time ago (90s, 1h30m), or a moment (2026-01-31T02:00:00Z)"


@click.command(epilog=EXAMPLES)
@click.option("--out", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="The file.")
@click.option(
    "--topic",
    "names",
    multiple=True,
    metavar="NAME",
    help="A topic to record, of frames, results or events; give it once for each.  [default: the frame topic]",
)
@click.option("--camera", "cameras", multiple=True, metavar="ID", help="Only this camera; give it once for each.")
@click.option(
    "--partition", "partitions", multiple=True, type=int, metavar="N", help="Only this partition; once for each."
)
@click.option("--from", "start", default="end", metavar="WHEN", help=f"Where to begin: {_when}.  [default: end]")
@click.option(
    "--to", "end", metavar="WHEN", help="Before what to end, written like --from.  [default: goes on until stopped]"
)
@click.option("--duration", metavar="TIME", help="How long, from the time of --from, or from now: 90s, 1h30m.")
@click.option("--max-size", metavar="SIZE", help="End when the files are this large: 500MB, 10GiB.")
@click.option("--split-every", metavar="TIME", help="Begin another file after so much time of the messages: 10m, 1h.")
@click.option("--split-size", metavar="SIZE", help="Begin another file at this size: 500MB, 2GiB.")
@click.option(
    "--compression",
    type=click.Choice([str(each) for each in Compression]),
    default="zstd",
    show_default=True,
    help="JPEG hardly gets smaller; results do.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what it came to as JSON on standard output.")
@settings_options(KafkaSettings, LogSettings)
def record(
    document: Document,
    kafka: KafkaSettings,
    log: LogSettings,
    out: Path,
    names: tuple[str, ...],
    cameras: tuple[str, ...],
    partitions: tuple[int, ...],
    start: str,
    end: str | None,
    duration: str | None,
    max_size: str | None,
    split_every: str | None,
    split_size: str | None,
    compression: str,
    as_json: bool,
) -> None:
    """Record topics of Kafka into an MCAP file, byte for byte.

    Live, or from what Kafka still holds. An outage of Kafka is waited out; nothing is skipped and nothing doubled.
    Offsets that Kafka does not have any more are noted in the file. No group is joined and nothing committed: it
    disturbs no one. Ctrl-C ends it and completes the file; after a crash, `flir-iqa recording recover` gets what is
    there. With --split-every or --split-size the files are numbered: night-0001.mcap, night-0002.mcap.
    """
    topics = load(TopicSettings, document)
    options = RecordOptions(
        out=out,
        topics=tuple(dict.fromkeys(names)) or (topics.frames,),
        cameras=parse_cameras(cameras),
        partitions=tuple(dict.fromkeys(partitions)),
        start=start,
        end=end,
        duration=duration,
        max_bytes=parse_size(max_size, "--max-size"),
        split_bytes=parse_size(split_size, "--split-size"),
        split_ns=parse_interval(split_every),
    )
    stopper = Stopper(_GRACE_S)
    stopper.listen()
    set_up_logging(log)
    settings = WriterSettings(compression=Compression(compression))
    recorder = Recorder(
        kafka=kafka,
        options=options,
        max_message_bytes=topics.max_frame_bytes,
        stopping=lambda: stopper.stopping,
        open_writer=functools.partial(RecordingWriter, settings=settings),
    )
    outcome = recorder.run()
    click.echo(outcome.summarize(), err=True)
    if as_json:
        click.echo(json.dumps(outcome.to_dict()))
