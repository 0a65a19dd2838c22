"""The command `flir-iqa train`."""

from pathlib import Path

import click
import cv2
from rich.console import Console

from plumbing.document import Document
from plumbing.settings import settings_options
from training.datasets import FrameSet, load_frame_sets
from training.fliqe.progress import show_advances
from training.fliqe.settings import FliqeSettings
from training.fliqe.train import FliqeRun
from training.recipes import LITE, RECIPES, check_recipe
from training.report import show_progress, show_skipped
from training.settings import TrainingSettings
from training.train import TrainingRun

_folder = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  flir-iqa train hit-uav/train cameras/* --validation hit-uav/val --out runs/lite
  flir-iqa train hit-uav/train cameras/* --validation hit-uav/val --out runs/lite --resume
  flir-iqa train ours/* --start-from runs/lite/best.pt --learning-rate 0.001 --out runs/ours
  flir-iqa export runs/lite/best.pt --out lite.onnx
  flir-iqa train hit-uav/train --recipe fliqe --encoder resnet50-0676ba61.pth --out runs/fliqe"""
)
@click.argument("folders", type=_folder, nargs=-1, required=True)
@click.option("--out", type=_folder, required=True, help="Folder of the run: best.pt, last.pt and log.csv.")
@click.option("--validation", type=_folder, multiple=True, help="Folder by which the best network is chosen.")
@click.option("--device", default="cpu", show_default=True, help="Where to learn: cpu, cuda, cuda:1, ...")
@click.option("--workers", default=2, show_default=True, help="Processes that make samples; 0: none beside.")
@click.option(
    "--start-from",
    type=_folder,
    metavar="FILE",
    help="Begin with the weights of another run's best.pt, where they fit.",
)
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint in the folder of the run.")
@click.option(
    "--recipe",
    type=click.Choice(RECIPES),
    default=LITE,
    show_default=True,
    help="lite: ours. fliqe: the ancestor's, a frozen ResNet-50 under a contrastive projection and a binary head.",
)
@click.option(
    "--encoder",
    metavar="FILE",
    help="Recipe fliqe: ImageNet weights of torchvision's ResNet-50; 'random' only tests the machinery.",
)
@settings_options(TrainingSettings, FliqeSettings)
def train(
    folders: tuple[Path, ...],
    out: Path,
    validation: tuple[Path, ...],
    device: str,
    workers: int,
    start_from: Path | None,
    resume: bool,
    recipe: str,
    encoder: str | None,
    train: TrainingSettings,
    fliqe: FliqeSettings,
    document: Document,
) -> None:
    """Train a network on FOLDERS of clean frames, one folder a camera.

    Each folder holds pictures of one camera (JPEG, PNG, TIFF, BMP); damaged ones are named and left out. The
    length of a run counts in steps: a busy machine trains the same model, only later. A run that was killed
    goes on with --resume.
    """
    check_recipe(click.get_current_context(), recipe, encoder, start_from)
    console = Console(stderr=True)
    cv2.setNumThreads(0)
    console.print(f"settings beside the options: {document.origin}", highlight=False)
    sets, held_out = _load(folders, console), _load(validation, console)
    if encoder is not None:
        ancestor = FliqeRun(
            sets, held_out, fliqe, out, encoder=encoder, seed=train.seed, device=device, n_workers=workers
        )
        with show_advances(console) as advance:
            click.echo(str(ancestor.run(advance, resume=resume)))
        return
    run = TrainingRun(sets, held_out, train, out, device=device, n_workers=workers, start_from=start_from)
    with show_progress(console, train.steps) as report:
        best = run.run(report, resume=resume)
    click.echo(str(best))


def _load(folders: tuple[Path, ...], console: Console) -> list[FrameSet]:
    sets = load_frame_sets(folders)
    show_skipped(console, sets)
    return sets
