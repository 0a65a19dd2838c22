"""The command `flir-iqa evaluate`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import cv2
from rich.console import Console

from flir_iqa.kinds import KINDS, NONE
from training.evaluation.figure_table import in_terminal
from training.evaluation.plan import ALL, Material, make_plan
from training.evaluation.progress import show_judging
from training.evaluation.protocol import Options
from training.evaluation.protocols import DEFAULT_PROTOCOL, FRAME_PROTOCOLS, PLANE_PROTOCOLS
from training.evaluation.run import run_protocols, tell_all
from training.model_score import load_model
from training.page.mistakes import WorstMistakes
from training.page.report_page import render_page, write_page
from training.report import show_skipped

_path = click.Path(path_type=Path)
_fault = click.Choice([kind for kind in KINDS if kind != NONE])
_PROTOCOLS: Final = (*FRAME_PROTOCOLS, *PLANE_PROTOCOLS, ALL)


def _in_a_folder(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file that could not be written, before hours of work."""
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        message = f"expected a file in a folder that exists, got {str(path)!r}"
        raise click.BadParameter(message)
    return path


@click.command(
    epilog="""\b
Protocols:
  ancestor       half clean, half with one of the ancestor's eight distortions
  every-kind     each frame clean and with every kind; 95 % intervals
  graded         each kind at ten severities: does quality fall, is the severity right
  mild           noise of sigma 8, blur of sigma 1.5 px, JPEG of quality 20
  pairs          two kinds at once
  palettes       the ancestor's, in six palettes
  sizes          the ancestor's, from 160 x 120 to 1280 x 1024
  encoders       H.264 and H.265 from CRF 20 to 51
  streams        lost packets, and interlaced motion shown as progressive
  radiometric    faults before and after the gain control; needs --radiometric
  worn-gain-map  16-bit frames with a worn gain map; needs --radiometric
  all            each of these that there are frames for

\b
Examples:
  flir-iqa evaluate lite.onnx hit-uav/test cameras/thermitage-wiris
  flir-iqa evaluate runs/lite/best.pt recorded/gate --repeats 8 --json gate.json
  flir-iqa evaluate lite.onnx night.mcap                      each camera of a recording; night.mcap/gate is one
  flir-iqa evaluate lite.onnx cameras/* --protocol every-kind --protocol graded --report report.html
  flir-iqa evaluate lite.onnx hit-uav/test --protocol all --radiometric radiometric --json all.json
  flir-iqa evaluate lite.onnx --degraded interlace_combing combed --companion not-combed"""
)
@click.argument("model", type=_path)
@click.argument("folders", type=_path, nargs=-1)
@click.option(
    "--protocol",
    "protocols",
    type=click.Choice(_PROTOCOLS),
    multiple=True,
    help=f"How to question the model; may be given more than once.  [default: {DEFAULT_PROTOCOL}]",
)
@click.option("--radiometric", type=_path, multiple=True, help="Folder of clean 16-bit frames.")
@click.option("--degraded", type=(_fault, _path), multiple=True, help="Fault, and folder of frames that have it.")
@click.option("--companion", type=_path, multiple=True, help="Folder of frames beside those; not labelled.")
@click.option("--max-frames", type=click.IntRange(min=1), help="Frames of each set.  [default: the protocol's own]")
@click.option("--seed", default=0, show_default=True, help="Chooses which frames are distorted, and how.")
@click.option("--repeats", default=1, show_default=True, help="Passes of the ancestor's protocol, each drawn anew.")
@click.option("--json", "json_path", type=_path, callback=_in_a_folder, help="Write the figures to this file too.")
@click.option(
    "--report",
    "report_path",
    type=_path,
    callback=_in_a_folder,
    help="Write a page (HTML) of tables, figures and worst mistakes.",
)
def evaluate(
    model: Path,
    folders: tuple[Path, ...],
    protocols: tuple[str, ...],
    radiometric: tuple[Path, ...],
    degraded: tuple[tuple[str, Path], ...],
    companion: tuple[Path, ...],
    max_frames: int | None,
    seed: int,
    repeats: int,
    json_path: Path | None,
    report_path: Path | None,
) -> None:
    """Evaluate MODEL (.onnx or a checkpoint) on FOLDERS of clean frames, by the ancestor's protocol or others.

    In the ancestor's protocol half of the frames stay clean; the others get one of its eight distortions each, with
    fixed parameters.
    """
    console = Console(stderr=True)
    cv2.setNumThreads(0)
    options = Options(seed=seed, repeats=repeats, max_frames=max_frames)
    loaded = load_model(model)
    material = Material(clean=folders, radiometric=radiometric, degraded=degraded, companions=companion)
    plan = make_plan(protocols, material)
    show_skipped(console, plan.sets)
    mistakes = WorstMistakes()
    with show_judging(console, plan.jobs, options) as on_judged:
        result = run_protocols(loaded, plan.jobs, options, tell_all(on_judged, mistakes.add))
    for table in result.tables:
        Console().print(in_terminal(table))
    if json_path is not None:
        json_path.write_text(json.dumps(result.as_document(), indent=2) + "\n")
    if report_path is not None:
        skipped = [each for frames in plan.sets for each in frames.skipped]
        write_page(report_path, render_page(result, mistakes, skipped, datetime.now(UTC)))
