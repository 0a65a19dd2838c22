"""The command `flir-iqa train`."""

from pathlib import Path

import click
import cv2
from rich.console import Console

from plumbing.document import Document
from plumbing.settings import settings_options
from training.datasets import FrameSet, load_frame_set
from training.report import show_progress, show_skipped
from training.settings import TrainingSettings
from training.train import TrainingRun

_folder = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  flir-iqa train hit-uav/train cameras/* --validation hit-uav/val --out runs/lite
  flir-iqa train hit-uav/train cameras/* --validation hit-uav/val --out runs/lite --resume
  flir-iqa export runs/lite/best.pt --out lite.onnx"""
)
@click.argument("folders", type=_folder, nargs=-1, required=True)
@click.option("--out", type=_folder, required=True, help="Folder of the run: best.pt, last.pt and log.csv.")
@click.option("--validation", type=_folder, multiple=True, help="Folder by which the best network is chosen.")
@click.option("--device", default="cpu", show_default=True, help="Where to learn: cpu, cuda, cuda:1, ...")
@click.option("--workers", default=2, show_default=True, help="Processes that make samples; 0: none beside.")
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint in the folder of the run.")
@settings_options(TrainingSettings)
def train(
    folders: tuple[Path, ...],
    out: Path,
    validation: tuple[Path, ...],
    device: str,
    workers: int,
    resume: bool,
    train: TrainingSettings,
    document: Document,
) -> None:
    """Train the lite network on FOLDERS of clean frames, one folder a camera.

    Each folder holds pictures of one camera (JPEG, PNG, TIFF, BMP); damaged ones are named and left out. The
    length of a run counts in steps: a busy machine trains the same model, only later. A run that was killed
    goes on with --resume.
    """
    console = Console(stderr=True)
    cv2.setNumThreads(0)
    console.print(f"settings beside the options: {document.origin}", highlight=False)
    sets, held_out = _load(folders, console), _load(validation, console)
    run = TrainingRun(sets, held_out, train, out, device=device, n_workers=workers)
    with show_progress(console, train.steps) as report:
        best = run.run(report, resume=resume)
    click.echo(str(best))


def _load(folders: tuple[Path, ...], console: Console) -> list[FrameSet]:
    sets = [load_frame_set(folder) for folder in folders]
    show_skipped(console, sets)
    return sets
