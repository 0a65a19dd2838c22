"""The command `flir-iqa calibrate`."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import click
import cv2
import torch
from rich.console import Console

from training.calibration.fit import SEVERITY_WEIGHT_MAX, UNCALIBRATED, CalibrationWeights
from training.calibration.frames import draw_scenes, judge_every_kind, largest_move
from training.calibration.rounding import round_to_half
from training.calibration.summary import calibrate as fit
from training.calibration.summary import error_of
from training.calibration.weights_file import read_weights
from training.checkpoint import TrainedNetwork, load_network, save_network
from training.datasets import FrameSet, load_frame_sets
from training.errors import DatasetError
from training.network import Lite
from training.report import show_skipped

_ROUNDING_FRAMES: Final = 20

_path = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  flir-iqa calibrate runs/lite/best.pt --weights runs/folds/calibration.json --out calibrated.pt
  flir-iqa calibrate runs/lite/best.pt --frames recorded/gate --frames recorded/mast --out calibrated.pt
  flir-iqa calibrate runs/lite/best.pt --weights calibration.json --frames recorded/gate --out calibrated.pt
  flir-iqa export calibrated.pt --out lite.onnx"""
)
@click.argument("checkpoint", type=_path)
@click.option("--weights", type=_path, help="Calibration that `flir-iqa folds` fitted to left-out cameras.")
@click.option("--frames", type=_path, multiple=True, help="Folder of clean frames of your own camera.")
@click.option("--out", type=_path, required=True, help="The calibrated checkpoint.")
@click.option("--seed", default=0, show_default=True, help="Chooses how the frames are distorted.")
@click.option(
    "--severity-weight-max",
    type=click.FloatRange(max=0),
    default=SEVERITY_WEIGHT_MAX,
    show_default=True,
    help="Log odds that a severity of 1 takes away at least; for a fit to --frames.",
)
def calibrate(
    checkpoint: Path,
    weights: Path | None,
    frames: tuple[Path, ...],
    out: Path,
    seed: int,
    severity_weight_max: float,
) -> None:
    """Calibrate CHECKPOINT (best.pt of `flir-iqa train`), and round its weights to half precision.

    With --weights the calibration is one that `flir-iqa folds` found; with --frames alone it is fitted to your own
    clean frames, each scored clean and with every kind. Frames that the network has learned from make it too sure of
    itself: take others. With both, the calibration is the file's and the frames only show what it does.
    """
    console = Console(stderr=True)
    cv2.setNumThreads(0)
    if weights is None and not frames:
        message = "expected --weights FILE or --frames FOLDER to calibrate by, got neither"
        raise DatasetError(message)
    given = None if weights is None else read_weights(weights)
    trained = load_network(checkpoint)
    sets = load_frame_sets(frames)
    show_skipped(console, sets)
    rounded = replace(trained, network=round_to_half(trained.network, checkpoint))
    chosen = given or UNCALIBRATED
    if sets:
        chosen = _measure(rounded, sets, seed, given, severity_weight_max)
    _set_calibration(trained.network, chosen)
    _set_calibration(rounded.network, chosen)
    out.parent.mkdir(parents=True, exist_ok=True)
    save_network(out, rounded)
    _say_what_rounding_moved(trained.network, rounded, sets or [draw_scenes()], seed)
    click.echo(f"quality = sigmoid({chosen.odds:.4g} * odds {chosen.severity:+.4g} * severity {chosen.constant:+.4g})")
    click.echo(str(out))


def _measure(
    trained: TrainedNetwork,
    sets: list[FrameSet],
    seed: int,
    given: CalibrationWeights | None,
    severity_weight_max: float,
) -> CalibrationWeights:
    """Fit to the frames, or only try what was given, and say the expected calibration error before and after."""
    judgements = judge_every_kind(trained, sets, seed)
    if given is not None:
        before, after = error_of(judgements, UNCALIBRATED), error_of(judgements, given)
        click.echo(f"expected calibration error: {before:.4f} before, {after:.4f} after")
        return given
    found = fit(judgements, severity_weight_max)
    after = error_of(judgements, found.weights)
    beside = "" if found.error_after is None else f"; on a set that it was not fitted on {found.error_after:.4f}"
    click.echo(
        f"expected calibration error: {error_of(judgements, UNCALIBRATED):.4f} before, {after:.4f} after{beside}"
    )
    return found.weights


def _set_calibration(network: Lite, weights: CalibrationWeights) -> None:
    with torch.no_grad():
        network.calibration.copy_(torch.tensor([weights.odds, weights.severity, weights.constant]))


def _say_what_rounding_moved(network: Lite, rounded: TrainedNetwork, sets: list[FrameSet], seed: int) -> None:
    few = [replace(each, paths=each.paths[:_ROUNDING_FRAMES], frames=each.frames[:_ROUNDING_FRAMES]) for each in sets]
    moved = largest_move(network, rounded.network, rounded.kinds, few, seed)
    names = ", ".join(each.name for each in sets)
    click.echo(f"rounding moved no quality by more than {moved:.2g}, over {names} clean and with every kind")
