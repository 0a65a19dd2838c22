"""The command `flir-iqa compare`."""

from pathlib import Path

import click
import cv2

from flir_iqa.drift.frames import find_camera_files
from flir_iqa.drift.limits import DriftLimits
from flir_iqa.drift.outcome import figure_option, limit_options, show_and_end
from flir_iqa.drift.report import Unreadable
from flir_iqa.drift.run import ComparisonRun
from flir_iqa.scoring_cli.inputs import Sampling
from flir_iqa.scoring_cli.progress import open_progress

_path = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  flir-iqa compare old.onnx new.onnx --frames recorded/gate recorded/kiln
  flir-iqa compare old.onnx new.onnx --frames recorded --max-flips 0 --max-mean-difference 0.02
  flir-iqa compare fliqe.pth lite.onnx --frames gate.mp4 --every 25 --json > drift.json
  flir-iqa compare old.onnx new.onnx --frames recorded --figure drift.png
\b
Exit code: 0 the models were compared and no limit was passed, 1 they could
not be compared, 2 the command was not understood, 3 beyond a limit."""
)
@click.argument("first", type=_path)
@click.argument("second", type=_path)
@click.argument("more_frames", type=_path, nargs=-1)
@click.option(
    "--frames", type=_path, multiple=True, required=True, help="Folders (or files) of frames, one folder a camera."
)
@limit_options
@figure_option
@click.option("--every", type=click.IntRange(1), default=1, show_default=True, help="Score each Nth frame of a video.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as one JSON object.")
@click.option("--threads", type=click.IntRange(1), help="Threads for one frame.  [default: the CPUs we may use]")
def compare(
    first: Path,
    second: Path,
    more_frames: tuple[Path, ...],
    frames: tuple[Path, ...],
    max_flips: int | None,
    max_mean_difference: float | None,
    every: int,
    figure: Path | None,
    as_json: bool,
    threads: int | None,
) -> None:
    """Compare the model SECOND with FIRST on the same frames: how far their scores drift apart, and what flips.

    Both are model files (.onnx) or checkpoints (.pth, .pt). A frame flips when one model calls it clean (quality 0.5
    and above) and the other does not. Frames that cannot be read are named and left out.
    """
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # each file's problem is told once, by us
    limits = DriftLimits(max_flips=max_flips, max_mean_difference=max_mean_difference)
    with open_progress(in_terminal=False) as progress:
        run = ComparisonRun((first, second), Sampling(every), progress, _tell, threads=threads)
        report = run.compare(find_camera_files((*frames, *more_frames)), limits)
    show_and_end(report, as_json=as_json, figure=figure)


def _tell(unreadable: Unreadable) -> None:
    click.secho(f"{unreadable.source}: {unreadable.reason}", err=True, fg="red")
