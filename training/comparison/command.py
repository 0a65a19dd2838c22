"""The command `flir-iqa baselines`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
import cv2
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from flir_iqa.scorer import Scorer
from training.comparison.bars import draw_comparison
from training.comparison.measures import MEASURES
from training.comparison.run import NamedModel, Row, compare, fit_measures
from training.comparison.speed import Speed, time_all
from training.comparison.tables import comparison_tables
from training.datasets import FrameSet, load_frame_sets
from training.evaluation.figure_table import in_terminal
from training.evaluation.subset import choose_frames
from training.figures.style import to_png
from training.report import show_skipped

_path = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  flir-iqa baselines lite.onnx hit-uav/test cameras/* --train hit-uav/train
  flir-iqa baselines lite.onnx recorded/* --train hit-uav/train --json comparison.json --figure comparison.png"""
)
@click.argument("model", type=_path)
@click.argument("folders", type=_path, nargs=-1, required=True)
@click.option("--train", type=_path, multiple=True, required=True, help="Folder of clean frames to fit on; repeatable.")
@click.option("--train-frames", type=click.IntRange(min=1), default=300, show_default=True, help="Most of each folder.")
@click.option("--max-frames", type=click.IntRange(min=1), help="Most frames of each test folder.  [default: all]")
@click.option("--seed", default=0, show_default=True, help="Chooses frames, and how they are distorted.")
@click.option("--json", "json_path", type=_path, help="Write the figures to this file too.")
@click.option("--figure", "figure_path", type=_path, help="Draw the comparison into this PNG.")
def baselines(
    model: Path,
    folders: tuple[Path, ...],
    train: tuple[Path, ...],
    train_frames: int,
    max_frames: int | None,
    seed: int,
    json_path: Path | None,
    figure_path: Path | None,
) -> None:
    """Compare MODEL (.onnx) with other measures of quality on FOLDERS of clean frames, by the ancestor's protocol.

    The measures are BRISQUE, NIQE, PIQE, the variance of the Laplacian and Tenengrad. Each is turned into a
    probability by Platt scaling, fitted on the frames of --train; what else was fitted stands in the table.
    """
    console = Console(stderr=True)
    cv2.setNumThreads(1)
    scorer = Scorer(model, threads=1)
    named = NamedModel(scorer.model.label, scorer.assess)
    learnt_from = _load(train, train_frames, seed, console)
    tested_on = _load(folders, max_frames, seed, console)
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("fitting", total=_count(learnt_from))
        # Another seed than that of the test: a folder may be in both, the same distorted frame never is.
        fitted = fit_measures(MEASURES, learnt_from, seed + 1, lambda: progress.advance(task))
        task = progress.add_task("comparing", total=_count(tested_on))
        rows = compare(named, fitted, tested_on, seed, lambda: progress.advance(task))
    speeds = time_all(named, MEASURES, tested_on)
    for table in comparison_tables(rows, speeds):
        Console().print(in_terminal(table))
    if json_path is not None:
        json_path.write_text(json.dumps(_as_document(rows, speeds, learnt_from), indent=2) + "\n")
    if figure_path is not None:
        figure_path.write_bytes(to_png(draw_comparison(rows, speeds)))


def _load(folders: tuple[Path, ...], n_max: int | None, seed: int, console: Console) -> list[FrameSet]:
    sets = load_frame_sets(folders)
    show_skipped(console, sets)
    return [choose_frames(each, n_max, seed) for each in sets]


def _count(sets: Sequence[FrameSet]) -> int:
    return sum(len(each.frames) for each in sets)


def _as_document(rows: Sequence[Row], speeds: Sequence[Speed], fitted_on: Sequence[FrameSet]) -> dict[str, object]:
    return {
        "fitted_on": [{"data_set": each.name, "n_frames": len(each.frames)} for each in fitted_on],
        "rows": [asdict(each) for each in rows],
        "speeds": [asdict(each) for each in speeds],
    }
