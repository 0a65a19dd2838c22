"""The command `flir-iqa evaluate`."""

import json
from pathlib import Path
from typing import Any, Final

import click
import cv2
from rich.console import Console

from training.datasets import FrameSet, load_frame_set
from training.evaluation.figure_table import in_terminal
from training.evaluation.progress import show_judging
from training.evaluation.protocol import Options
from training.evaluation.protocols import DEFAULT_PROTOCOL, FRAME_PROTOCOLS, tables_of
from training.evaluation.run import Job, run_protocols
from training.model_score import load_model
from training.report import show_skipped

_path = click.Path(path_type=Path)
_ALL: Final = "all"


@click.command(
    epilog="""\b
Examples:
  flir-iqa evaluate lite.onnx hit-uav/test cameras/thermitage-wiris
  flir-iqa evaluate runs/lite/best.pt recorded/gate --repeats 8 --json gate.json
  flir-iqa evaluate lite.onnx cameras/* --protocol every-kind --protocol graded"""
)
@click.argument("model", type=_path)
@click.argument("folders", type=_path, nargs=-1, required=True)
@click.option(
    "--protocol",
    "protocols",
    type=click.Choice([*FRAME_PROTOCOLS, _ALL]),
    multiple=True,
    default=[DEFAULT_PROTOCOL],
    show_default=True,
    help="How to question the model; may be given more than once.",
)
@click.option("--max-frames", type=click.IntRange(min=1), help="Frames of each set.  [default: the protocol's own]")
@click.option("--seed", default=0, show_default=True, help="Chooses which frames are distorted, and how.")
@click.option("--repeats", default=1, show_default=True, help="Passes of the ancestor's protocol, each drawn anew.")
@click.option("--json", "json_path", type=_path, help="Write the figures to this file too.")
def evaluate(
    model: Path,
    folders: tuple[Path, ...],
    protocols: tuple[str, ...],
    max_frames: int | None,
    seed: int,
    repeats: int,
    json_path: Path | None,
) -> None:
    """Evaluate MODEL (.onnx or a checkpoint) on FOLDERS of clean frames, by the ancestor's protocol or others.

    In the ancestor's protocol half of the frames stay clean; the others get one of its eight distortions each, with
    fixed parameters. What the other protocols do stands in `training/evaluation`, a file each.
    """
    console = Console(stderr=True)
    cv2.setNumThreads(0)
    options = Options(seed=seed, repeats=repeats, max_frames=max_frames)
    loaded = load_model(model)
    jobs = _plan(protocols, _load(folders, console))
    with show_judging(console, jobs, options) as on_judged:
        result = run_protocols(loaded, jobs, options, on_judged)
    for table in tables_of(result):
        Console().print(in_terminal(table))
    if json_path is not None:
        json_path.write_text(json.dumps(result.as_document(), indent=2) + "\n")


def _plan(protocols: tuple[str, ...], sets: list[FrameSet]) -> list[Job[Any]]:
    names = list(FRAME_PROTOCOLS) if _ALL in protocols else list(dict.fromkeys(protocols))
    return [Job(FRAME_PROTOCOLS[name], frames) for name in names for frames in sets]


def _load(folders: tuple[Path, ...], console: Console) -> list[FrameSet]:
    sets = [load_frame_set(folder) for folder in folders]
    show_skipped(console, sets)
    return sets
