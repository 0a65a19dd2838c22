"""The command `flir-iqa recording cut`."""

from pathlib import Path

import click

from flir_iqa.errors import SettingsError
from recording.commands.common import compression_option, out_option, progress_line, recording_argument
from recording.copying import Part
from recording.copying import cut as cut_recording
from recording.info import RecordingInfo
from recording.playing.selection import choose_cameras, choose_range
from recording.reader import open_recording
from recording.writer import WriterSettings

EXAMPLES = """
\b
Examples:
  flir-iqa recording cut night.mcap --from 01:30:00 --duration 5m --out incident.mcap
  flir-iqa recording cut night.mcap --camera gate --out gate.mcap
  flir-iqa recording cut night.mcap --from 2026-01-31T02:00:00Z --to 2026-01-31T02:10:00Z --out ten-minutes.mcap
"""


@click.command(epilog=EXAMPLES)
@recording_argument
@out_option
@click.option("--from", "start", metavar="TIME", help="Where to begin: 90s, 00:01:30, or 2026-01-31T12:00:00Z.")
@click.option("--to", "end", metavar="TIME", help="Before what to end, written like --from.")
@click.option("--duration", metavar="TIME", help="How much, instead of --to: 90s, 1h30m.")
@click.option("--camera", "cameras", multiple=True, metavar="ID", help="Only this camera; give it once for each.")
@click.option("--topic", "topics", multiple=True, metavar="NAME", help="Only this topic; give it once for each.")
@compression_option
def cut(path: Path, out: Path, compression: WriterSettings, **options: tuple[str, ...] | str | None) -> None:
    """Cut a time, cameras or topics out of a recording into a new one."""
    with open_recording(path) as recording:
        part = choose(recording.info, **options)  # type: ignore[arg-type]
    with progress_line("cutting") as progress:
        n_messages = cut_recording(path, out, part, compression, progress)
    click.echo(f"{out}: {n_messages} messages")


def choose(
    info: RecordingInfo,
    *,
    start: str | None,
    end: str | None,
    duration: str | None,
    cameras: tuple[str, ...],
    topics: tuple[str, ...],
) -> Part:
    """Return what is wanted.

    Raises:
        SettingsError: It is not in the recording.
    """
    if info.first_ns is None or info.last_ns is None:
        message = f"{str(info.path)!r} holds no messages: there is nothing to cut"
        raise SettingsError(message)
    if unknown := [topic for topic in topics if topic not in info.topics]:
        message = f"the recording has no topic {unknown[0]!r}; there are {', '.join(list(info.topics)[:20])}"
        raise SettingsError(message)
    start_ns, end_ns = choose_range(info.first_ns, info.last_ns, start, end, duration)
    chosen = choose_cameras(info.cameras, cameras)
    return Part(topics=topics or None, cameras=chosen, start_ns=start_ns, end_ns=end_ns)
