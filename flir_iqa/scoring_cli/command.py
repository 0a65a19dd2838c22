"""The command `flir-iqa score`."""

import os
import sys
from pathlib import Path
from typing import Final

import click
import cv2

from flir_iqa.fliqe import FLIQE
from flir_iqa.scoring_cli import annotated_video, contact_sheet
from flir_iqa.scoring_cli.annotations import Annotator
from flir_iqa.scoring_cli.inputs import Sampling
from flir_iqa.scoring_cli.printing import JsonPrinter, PlainPrinter, Printer, TerminalPrinter
from flir_iqa.scoring_cli.progress import open_progress
from flir_iqa.scoring_cli.run import ScoringRun

_ANNOTATED: Final = sorted(contact_sheet.SUFFIXES | annotated_video.CODECS.keys())


def _annotator(ctx: click.Context, _param: click.Parameter, path: Path | None) -> Annotator | None:
    """Choose by the suffix what `--annotate` writes."""
    if path is None:
        return None
    if not path.parent.is_dir():
        message = f"there is no folder {str(path.parent)!r} to write {path.name!r} to"
        raise click.BadParameter(message)
    if any(given.exists() and path.exists() and given.samefile(path) for given in ctx.params.get("paths", ())):
        message = f"{str(path)!r} is also an input; it would be overwritten"
        raise click.BadParameter(message)
    if path.suffix.lower() in contact_sheet.SUFFIXES:
        return contact_sheet.ContactSheet(path)
    if path.suffix.lower() in annotated_video.CODECS:
        return annotated_video.AnnotatedVideo(path)
    message = f"expected a name that ends in one of {' '.join(_ANNOTATED)}, got {path.name!r}"
    raise click.BadParameter(message)


@click.command(
    epilog="""\b
Examples:
  flir-iqa score picture.jpg
  flir-iqa score recordings/ --annotate sheet.png      a contact sheet of all frames
  flir-iqa score gate.mp4 --every 5 --annotate out.mp4 a video with the scores in it
  flir-iqa score gate.mp4 --json | jq 'select(.quality < 0.5)'
  ffmpeg -i gate.mp4 -frames:v 1 -f mjpeg - | flir-iqa score -
\b
Exit code: 0 all was scored, 1 something could not be (its reason is on
standard error, the rest was scored), 2 the command was not understood."""
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True, path_type=Path), is_eager=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a frame.")
@click.option(
    "--annotate",
    "annotator",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_annotator,
    metavar="FILE",
    help="Write the frames with their scores: .mp4, .mkv or .avi a video, .png or .jpg a contact sheet.",
)
@click.option("--every", type=click.IntRange(1), default=1, show_default=True, help="Score each Nth frame of a video.")
@click.option("--limit", type=click.IntRange(1), help="Score at most so many frames of a video.")
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="Model file (.onnx), or a checkpoint (.pth, .pt).  [default: the shipped one]",
)
@click.option("--threads", type=click.IntRange(1), help="Threads for one frame.  [default: the CPUs we may use]")
def score(
    paths: tuple[Path, ...],
    as_json: bool,
    annotator: Annotator | None,
    every: int,
    limit: int | None,
    model: Path | None,
    threads: int | None,
) -> None:
    """Score pictures, folders and videos: quality from 0 (useless) to 1 (clean), and what is wrong.

    PATHS are pictures (JPEG, PNG, TIFF, BMP, WebP; 8 bits), videos, folders of both, or - for one picture on
    standard input.
    """
    _silence_opencv()
    fliqe = FLIQE(model, threads=threads)
    in_terminal = sys.stdout.isatty() and not as_json
    with open_progress(in_terminal=in_terminal) as progress:
        run = ScoringRun(fliqe, _printer(as_json, in_terminal, fliqe.model.label), annotator, progress)
        try:
            run.score_all(paths, Sampling(every, limit))
        finally:
            run.close()
    if run.n_problems:
        sys.exit(1)


def _printer(as_json: bool, in_terminal: bool, model: str) -> Printer:
    if as_json:
        return JsonPrinter(model)
    return TerminalPrinter() if in_terminal else PlainPrinter()


def _silence_opencv() -> None:
    """Each file's problem is told once, by us."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
