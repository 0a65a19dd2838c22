"""The commands `flir-iqa recording from-images` and `from-video`."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import track

from flir_iqa.errors import RecordError
from flir_iqa.records import parse_timestamp
from plumbing.frames import check_camera_id
from plumbing.kafka.settings import TopicSettings
from recording.commands.common import compression_option, out_option
from recording.media.frame_taking import FileFrame, FrameTaker
from recording.media.picture_files import Order, changed_at, list_picture_files, picture_frames
from recording.media.video_files import video_frames
from recording.moments import parse_duration_ns
from recording.units import SECOND_NS
from recording.writer import WriterSettings

_SLOWEST_FPS: Final = 0.001
_FASTEST_FPS: Final = 1000.0

FROM_IMAGES_EXAMPLES = """
\b
Examples:
  flir-iqa recording from-images pictures/ --camera gate --fps 5 --out gate.mcap
  flir-iqa recording from-images pictures/ --camera gate --fps 0.1 --order time --out gate.mcap
  flir-iqa recording from-images pictures/ --camera gate --fps 5 --begin 2026-01-31T02:00:00Z --out gate.mcap
"""
FROM_VIDEO_EXAMPLES = """
\b
Examples:
  flir-iqa recording from-video gate.mp4 --camera gate --out gate.mcap
  flir-iqa recording from-video gate.mp4 --camera gate --every 0.2s --out gate.mcap
  flir-iqa recording from-video gate.mp4 --camera gate --begin 2026-01-31T02:00:00Z --out gate.mcap
"""


def _camera(_context: click.Context, _option: click.Parameter, text: str) -> str:
    try:
        return check_camera_id(text)
    except RecordError as error:
        raise click.BadParameter(str(error)) from error


def _moment(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    try:
        return None if text is None else parse_timestamp(text)
    except RecordError as error:
        raise click.BadParameter(str(error)) from error


def _from_files(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that both commands have."""
    options = (
        click.option("--camera", required=True, metavar="ID", callback=_camera, help="The camera's id."),
        click.option(
            "--begin",
            metavar="TIME",
            callback=_moment,
            help="When the first frame was captured: 2026-01-31T12:00:00Z.  [default: when its file was last changed]",
        ),
        click.option(
            "--topic",
            default=TopicSettings().frames,
            show_default=True,
            metavar="NAME",
            help="The topic that the frames are recorded as of.",
        ),
        out_option,
        compression_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("from-images", epilog=FROM_IMAGES_EXAMPLES)
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--fps",
    type=click.FloatRange(_SLOWEST_FPS, _FASTEST_FPS),
    default=5.0,
    show_default=True,
    help="How many pictures a second.",
)
@click.option(
    "--order",
    type=click.Choice([str(each) for each in Order]),
    default=str(Order.NAME),
    show_default=True,
    help="By name, numbers by their value, or by the time at which the files were last changed.",
)
@_from_files
def from_images(folder: Path, fps: float, order: str, begin: datetime | None, **options: Any) -> None:
    """Make a recording of one camera out of a folder of pictures, evenly in time.

    JPEG files are taken byte for byte; others (PNG, BMP, TIFF) are encoded as `flir-iqa produce` does it. Files that do
    not decode are named and left out.
    """
    paths = list_picture_files(folder, Order(order))
    _take(picture_frames(paths, fps), len(paths), begin or changed_at(paths[0]), **options)


@click.command("from-video", epilog=FROM_VIDEO_EXAMPLES)
@click.argument("video", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--every", metavar="TIME", help="At most one frame in this time: 0.2s, 1m.  [default: all frames]")
@_from_files
def from_video(video: Path, every: str | None, begin: datetime | None, **options: Any) -> None:
    """Make a recording of one camera out of a video, each frame at its time.

    Frames of Motion JPEG are taken byte for byte; others are encoded as `flir-iqa produce` does it. Frames that do not
    decode are named and left out; where a video breaks off, what comes before is recorded.
    """
    every_s = 0.0 if every is None else parse_duration_ns(every) / SECOND_NS
    _take(video_frames(video, every_s), None, begin or changed_at(video), **options)


def _take(
    frames: Iterable[FileFrame],
    n_frames: int | None,
    begin: datetime,
    *,
    camera: str,
    topic: str,
    out: Path,
    compression: WriterSettings,
) -> None:
    console = Console(stderr=True)

    def tell(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    taker = FrameTaker(
        out=out, camera_id=camera, begin=begin.astimezone(UTC), topic=topic, writing=compression, tell=tell
    )
    taken = taker.take(_with_progress(frames, n_frames, console))
    left_out = f", {taken.n_left_out} left out" if taken.n_left_out else ""
    click.echo(f"{out}: {taken.n_frames} frames of {camera}{left_out}")


def _with_progress(frames: Iterable[FileFrame], n_frames: int | None, console: Console) -> Iterator[FileFrame]:
    """Show on standard error, in a terminal only, how far it is."""
    yield from track(
        frames,
        "recording",
        total=n_frames,
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
