"""The commands `flir-iqa golden make` and `flir-iqa golden check`."""

import sys
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from dataflow.file_run import FileRun
from dataflow.golden.check import DEFAULT_TOLERANCE, check_golden
from dataflow.golden.golden import Golden, GoldenError
from dataflow.golden.golden_file import golden_path, read_golden, write_golden
from dataflow.golden.junit import write_junit
from dataflow.golden.making import describe_model, make_golden
from dataflow.golden.plot import draw_check
from dataflow.golden.printing import print_check
from dataflow.progress import frame_progress
from dataflow.recorded import open_frames
from dataflow.settings import FlowSettings
from dataflow.windows import WindowSettings
from flir_iqa.cpu import available_threads
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.scorer import Scorer
from flir_iqa.scoring_cli.picture_file import check_picture_name, write_picture
from plumbing.kafka.settings import TopicSettings
from plumbing.stopping import Stopper

_MOVED: Final = 1
_path = click.Path(path_type=Path)
_recording = click.argument("recording", metavar="RECORDING", type=_path)
_golden = click.option(
    "--golden", "golden_file", type=_path, help="The golden file.  [default: NAME.golden.json beside]"
)
_model = click.option("--model", type=_path, help="ONNX file that scores.  [default: the shipped model]")


@click.group()
def golden() -> None:
    """Keep the scores that a recording is expected to give, and say what moved."""


@golden.command(
    epilog="""\b
Examples:
  flir-iqa golden make night.mcap
  flir-iqa golden make night.mcap --model my.onnx --smoothing-window 300
  flir-iqa golden make night.mcap --golden expected/night.json"""
)
@_recording
@_golden
@_model
@click.option(
    "--smoothing-window",
    type=click.IntRange(1, 100_000),
    default=FlowSettings().smoothing_window,
    show_default=True,
    help="Frames that the smoothed quality of a camera is the mean of.",
)
@click.option("--topic", help="The recorded topic of the frames, where there are several.")
def make(
    recording: Path, golden_file: Path | None, model: Path | None, smoothing_window: int, topic: str | None
) -> None:
    """Score RECORDING and keep the scores beside it; an older golden file is replaced.

    Keep the file under version control together with the recording: it has one line for each frame.
    """
    made = _run(recording, model, smoothing_window, topic)
    if not made.frames:
        message = (
            f"none of {len(made.rejected)} frames of {str(recording)!r} could be scored: nothing to expect of them"
        )
        raise GoldenError(message)
    path = golden_file or golden_path(recording)
    write_golden(path, made)
    click.echo(f"{path}: {len(made.frames)} frames, {len(made.rejected)} rejected, scored by {made.model.label}")


@golden.command(
    epilog="""\b
Examples:
  flir-iqa golden check night.mcap
  flir-iqa golden check night.mcap --model new.onnx --tolerance 0.02 --plot moved.png
  flir-iqa golden check night.mcap --junit golden.xml
\b
Exit code: 0 no frame moved, 1 frames moved or they could not be checked,
2 the command was not understood.
After a change that is meant, renew the file by `flir-iqa golden make`."""
)
@_recording
@_golden
@_model
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 1),
    default=DEFAULT_TOLERANCE,
    show_default=True,
    help="Largest difference that is no move. The default lies far above what one machine's rounding differs from "
    "another's, and far below what a change of a model does.",
)
@click.option("--worst", type=click.IntRange(0), default=20, show_default=True, help="How many frames are listed.")
@click.option("--junit", type=_path, help="Write a JUnit file, one test case for each camera.")
@click.option("--plot", type=_path, help="Draw the quality expected and got of each camera (.png, .jpg).")
def check(
    recording: Path,
    golden_file: Path | None,
    model: Path | None,
    tolerance: float,
    worst: int,
    junit: Path | None,
    plot: Path | None,
) -> None:
    """Score RECORDING anew and compare with its golden file: which frames of which camera moved, and by how much."""
    if plot is not None:
        check_picture_name(plot)  # before the work
    expected = read_golden(golden_file or golden_path(recording))
    result = check_golden(expected, _run(recording, model, expected.smoothing_window, expected.topic), tolerance)
    print_check(result, Console(), worst)
    if junit is not None:
        write_junit(junit, result, recording.name)
    if plot is not None:
        write_picture(plot, draw_check(result, f"{recording.name} with {result.got.model.label}"))
    if result.moved:
        sys.exit(_MOVED)


def _run(recording: Path, model: Path | None, window: int, topic: str | None) -> Golden:
    stopper = Stopper()
    stopper.listen()
    scorer = Scorer(model, threads=1)
    described = describe_model(model or SHIPPED_MODEL, scorer.model.name, scorer.model.version)
    with (
        open_frames(recording, TopicSettings(), asked=topic) as recorded,
        frame_progress(recorded.n_frames) as progress,
    ):
        if recorded.note:
            click.echo(recorded.note, err=True)
        run = FileRun(
            scorer=scorer,
            n_at_once=available_threads(),
            topic=recorded.topic,
            windows=WindowSettings(size=window),
            stopping=lambda: stopper.stopping,
            read=progress,
        )
        return make_golden(run, recorded.frames, described)
