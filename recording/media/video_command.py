"""The command `flir-iqa recording to-video`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from flir_iqa.errors import SettingsError
from plumbing.document import Document
from plumbing.kafka.settings import TopicSettings
from plumbing.settings import load, settings_options
from recording.media.scores import Scores, scores_in_file, scores_in_messages
from recording.media.timed_video import check_video_name
from recording.media.video_making import VideoMaker
from recording.playing.selection import choose_cameras, choose_range, choose_topics
from recording.reader import Recording, open_recording

_SLOWEST: Final = 0.01
_FASTEST: Final = 10_000

EXAMPLES = """
\b
Examples:
  flir-iqa recording to-video night.mcap --camera gate --out gate.mp4
  flir-iqa recording to-video night.mcap --camera gate --out gate.mp4 --speed 60
  flir-iqa recording to-video night.mcap --camera gate --out gate.mp4 --from 02:10:00 --duration 90s
  flir-iqa flow --input night.mcap --output scores.jsonl
  flir-iqa recording to-video night.mcap --camera gate --out gate.mp4 --scores scores.jsonl
"""


@click.command("to-video", epilog=EXAMPLES)
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The video: .mp4, .mov or .mkv."
)
@click.option("--camera", metavar="ID", help="Which camera.  [default: the only one]")
@click.option(
    "--scores",
    "scores_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Show these scores under the picture (JSON lines of flir-iqa flow).  [default: the results in the recording]",
)
@click.option("--no-scores", is_flag=True, help="Show the picture alone.")
@click.option("--from", "start", metavar="TIME", help="Where to begin: 90s, 00:01:30, or 2026-01-31T12:00:00Z.")
@click.option("--to", "end", metavar="TIME", help="Where to end, written like --from.")
@click.option("--duration", metavar="TIME", help="How much of the recording, instead of --to: 90s, 1h30m.")
@click.option(
    "--speed",
    type=click.FloatRange(_SLOWEST, _FASTEST),
    default=1.0,
    show_default=True,
    help="How much faster than it was.",
)
@click.option("--recorded-topic", metavar="NAME", help="The topic of the frames, where there are several.")
@settings_options()
def to_video(
    document: Document,
    path: Path,
    out: Path,
    camera: str | None,
    scores_file: Path | None,
    no_scores: bool,
    start: str | None,
    end: str | None,
    duration: str | None,
    speed: float,
    recorded_topic: str | None,
) -> None:
    """Make a video (H.264) of one camera of a recording, each frame at its time.

    With scores, a strip under the picture shows the quality as number and bar, what is wrong, and the time; the white
    mark on the bar is the smoothed quality. Frames that do not decode are left out and counted.
    """
    if no_scores and scores_file is not None:
        message = "give --scores or --no-scores, not both"
        raise click.UsageError(message)
    check_video_name(out)
    topics = load(TopicSettings, document)
    with open_recording(path) as recording:
        info = recording.info
        topic = _choose_topic(info.topics, recorded_topic, topics)
        if info.first_ns is None or info.last_ns is None:  # a recording with topics has messages
            message = f"{str(path)!r} holds no messages"
            raise SettingsError(message)
        chosen = _choose_camera(info.cameras, camera)
        start_ns, end_ns = choose_range(info.first_ns, info.last_ns, start, end, duration)
        scores = None if no_scores else _find_scores(recording, scores_file, topics, chosen)
        frames = recording.messages(topics=[topic], cameras=[chosen], start_ns=start_ns, end_ns=end_ns)
        with _progress(start_ns, end_ns) as reached:
            made = VideoMaker(out=out, scores=scores, speed=speed, reached=reached).make(frames)
    click.echo(f"{out}: {made.summary()}", err=True)


def _choose_topic(recorded: Mapping[str, int], asked: str | None, topics: TopicSettings) -> str:
    chosen = choose_topics(list(recorded), [asked] if asked else [], topics)
    if len(chosen) > 1:
        message = f"the recording has several topics of frames: choose one by --recorded-topic: {', '.join(chosen)}"
        raise SettingsError(message)
    return chosen[0]


def _choose_camera(recorded: Mapping[str, int], asked: str | None) -> str:
    if asked is None and len(recorded) == 1:
        return next(iter(recorded))
    choose_cameras(recorded, [asked] if asked else [])
    if asked is None:
        message = (
            f"the recording has {len(recorded)} cameras: choose one by --camera: {', '.join(sorted(recorded)[:20])}"
        )
        raise SettingsError(message)
    return asked


def _find_scores(recording: Recording, file: Path | None, topics: TopicSettings, camera: str) -> Scores | None:
    """Return the scores to show: those of the file, or those in the recording; `None` where it has none."""
    if file is not None:
        scores = scores_in_file(file, camera)
        if not len(scores):
            message = f"{str(file)!r} has no result of the camera {camera!r}"
            raise SettingsError(message)
        return scores
    names = {topics.results, TopicSettings().results} & set(recording.info.topics)
    scores = scores_in_messages(recording.messages(topics=sorted(names)), camera) if names else Scores()
    return scores if len(scores) else None


@contextmanager
def _progress(start_ns: int, end_ns: int) -> Iterator[Callable[[int], None]]:
    """Show on standard error, where that is a terminal, how far it is; to be called with the time of each message."""
    console = Console(stderr=True)
    columns = (TextColumn("making the video"), BarColumn(24), TaskProgressColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=end_ns - start_ns)
        yield lambda time_ns: bar.update(task, completed=time_ns - start_ns)
