"""The command `flir-iqa folds`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
import cv2
from rich.console import Console

from plumbing.document import Document
from plumbing.settings import settings_options
from training.calibration.effect import weights_by_camera
from training.calibration.evidence import FITTED_PROTOCOL
from training.calibration.fit import SEVERITY_WEIGHT_MAX
from training.calibration.summary import Calibration, calibrate
from training.calibration.table import calibration_table
from training.calibration.weights_file import write_calibration
from training.datasets import FrameSet, load_frame_sets
from training.errors import TrainingError
from training.evaluation.figure_table import FigureTable, in_terminal
from training.evaluation.planes import load_planes
from training.evaluation.progress import show_judging
from training.evaluation.protocol import Options
from training.evaluation.protocols import FRAME_PROTOCOLS, PLANE_PROTOCOLS
from training.evaluation.run import Job
from training.folds.fold import Fold, choose_folds, make_folds
from training.folds.fold_training import is_done, train_fold
from training.folds.judgement_file import write_judgements
from training.folds.scoring import DEFAULT_PROTOCOLS, FoldResult, jobs_of, score_fold, tables_of, with_calibration
from training.report import show_progress, show_skipped
from training.settings import TrainingSettings

FIGURES_FILE: Final = "folds.json"
JUDGEMENTS_FILE: Final = "judgements.csv.gz"
CALIBRATION_FILE: Final = "calibration.json"

_path = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  flir-iqa folds cameras/* --always hit-uav/train --validation hit-uav/val --out runs/folds --steps 4000
  flir-iqa folds cameras/* --always hit-uav/train --out runs/folds --group gate+mast --group drone
  flir-iqa folds cameras/* --always hit-uav/train --out runs/folds --group gate+mast --group drone --only drone
  flir-iqa folds cameras/* --always hit-uav/train --out runs/folds --evaluate-only --radiometric radiometric"""
)
@click.argument("folders", type=_path, nargs=-1, required=True)
@click.option("--always", type=_path, multiple=True, help="Folder that every fold learns from.")
@click.option("--validation", type=_path, multiple=True, help="Folder by which each fold's best network is chosen.")
@click.option("--out", type=_path, required=True, help="Folder of the folds, the figures and the calibration.")
@click.option("--group", "groups", multiple=True, metavar="A+B", help="Cameras that are left out together.")
@click.option(
    "--start-from", type=_path, metavar="FOLDER", help="Begin with the weights of earlier folds of the same names."
)
@click.option("--only", multiple=True, metavar="A+B", help="Train this fold, and evaluate nothing.")
@click.option("--evaluate-only", is_flag=True, help="Train nothing; every fold must be done.")
@click.option(
    "--protocol",
    "protocols",
    type=click.Choice((*FRAME_PROTOCOLS, *PLANE_PROTOCOLS)),
    multiple=True,
    help=f"How to question the networks; may be given more than once.  [default: {', '.join(DEFAULT_PROTOCOLS)}]",
)
@click.option("--radiometric", type=_path, multiple=True, help="Folder of the cameras' 16-bit frames.")
@click.option("--max-frames", type=click.IntRange(min=1), help="Frames of each set.  [default: the protocol's own]")
@click.option("--evaluation-seed", default=0, show_default=True, help="Chooses which frames are distorted, and how.")
@click.option(
    "--severity-weight-max",
    type=click.FloatRange(max=0),
    default=SEVERITY_WEIGHT_MAX,
    show_default=True,
    help="Log odds that the calibration lets a severity of 1 take away at least.",
)
@click.option("--device", default="cpu", show_default=True, help="Where to learn: cpu, cuda, cuda:1, ...")
@click.option("--workers", default=0, show_default=True, help="Processes that make samples; 0: none beside.")
@settings_options(TrainingSettings)
def folds(
    folders: tuple[Path, ...],
    always: tuple[Path, ...],
    validation: tuple[Path, ...],
    out: Path,
    groups: tuple[str, ...],
    start_from: Path | None,
    only: tuple[str, ...],
    evaluate_only: bool,
    protocols: tuple[str, ...],
    radiometric: tuple[Path, ...],
    max_frames: int | None,
    evaluation_seed: int,
    severity_weight_max: float,
    device: str,
    workers: int,
    train: TrainingSettings,
    document: Document,
) -> None:
    """Train once without each camera of FOLDERS, and evaluate each network on the camera that it never saw.

    Without --group each folder of 19 frames and more is left out alone. A fold that is done is not trained again,
    one that was killed goes on; --only trains one, so that several can be trained side by side. Then all left-out
    cameras are evaluated, and a calibration is fitted to what the networks said of them: the figures, every judgement
    and the calibration are written beside the folds. The tables show each camera under a calibration that never saw it.
    """
    console = Console(stderr=True)
    cv2.setNumThreads(0)
    if only and evaluate_only:
        message = "expected --only (train one fold) or --evaluate-only (train none), got both"
        raise TrainingError(message)
    console.print(f"settings beside the options: {document.origin}", highlight=False)
    cameras, always_learned = _load(folders, console), _load(always, console)
    all_folds = make_folds(cameras, always_learned, groups)
    planes = [load_planes(folder) for folder in radiometric]
    todo = [each for each in choose_folds(all_folds, only) if not is_done(out, each, train)]
    if todo and evaluate_only:
        message = f"expected every fold to be trained, got none of {', '.join(each.name for each in todo)}; train first"
        raise TrainingError(message)
    held_out = _load(validation, console) if todo else []
    for fold in todo:
        console.print(f"fold {fold.name}", highlight=False)
        with show_progress(console, train.steps) as report:
            train_fold(out, fold, held_out, train, report, device=device, n_workers=workers, start_from=start_from)
    if only:
        console.print("trained; run without --only to evaluate", highlight=False)
        return
    names = protocols or (*DEFAULT_PROTOCOLS, *(PLANE_PROTOCOLS if planes else ()))
    jobs = [(fold, jobs_of(fold, names, planes)) for fold in all_folds]
    results = _score(out, jobs, Options(seed=evaluation_seed, max_frames=max_frames), console)
    _sum_up(out, results, severity_weight_max)


def _load(folders: Sequence[Path], console: Console) -> list[FrameSet]:
    sets = load_frame_sets(folders)
    show_skipped(console, sets)
    return sets


def _score(
    out: Path, jobs: Sequence[tuple[Fold, Sequence[Job[Any]]]], options: Options, console: Console
) -> list[FoldResult]:
    with show_judging(console, [job for _, own in jobs for job in own], options) as on_judged:
        return [score_fold(out, fold, own, options, on_judged) for fold, own in jobs]


def _sum_up(out: Path, results: Sequence[FoldResult], severity_weight_max: float) -> None:
    """Write and show what came out; without the protocol that a calibration is fitted to, uncalibrated."""
    judgements = [judgement for each in results for judgement in each.result.judgements]
    write_judgements(out / JUDGEMENTS_FILE, judgements)
    if all(each.protocol != FITTED_PROTOCOL for each in judgements):
        _write_figures(out / FIGURES_FILE, results, None, None)
        _print(tables_of(results))
        return
    calibration = calibrate(judgements, severity_weight_max)
    calibrated = with_calibration(results, weights_by_camera(calibration.effects))
    write_calibration(out / CALIBRATION_FILE, calibration)
    _write_figures(out / FIGURES_FILE, results, calibrated, calibration)
    _print([*tables_of(calibrated), calibration_table(calibration)])


def _write_figures(
    path: Path, raw: Sequence[FoldResult], calibrated: Sequence[FoldResult] | None, calibration: Calibration | None
) -> None:
    document = {
        "uncalibrated": [each.as_document() for each in raw],
        "calibrated": None if calibrated is None else [each.as_document() for each in calibrated],
        "calibration": None if calibration is None else calibration.as_document(),
    }
    path.write_text(json.dumps(document, indent=2) + "\n")


def _print(tables: Sequence[FigureTable]) -> None:
    for table in tables:
        Console().print(in_terminal(table))
