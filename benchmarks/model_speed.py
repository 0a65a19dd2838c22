"""How much faster is a model file than the ancestor's network, JPEG decoding included, on one core?

    python -m benchmarks.model_speed
    python -m benchmarks.model_speed --model mine.onnx --rounds 50 --json speed.json

Both run in ONNX Runtime in one process, in turn, on the same frame of 640 x 512. The ancestor's network has random
weights, which take the same time as trained ones.
"""

import json
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import click
import numpy as np
import simplejpeg
from rich.console import Console

from flir_iqa.decoding import decode_frame
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.scorer import Scorer
from model_export.export import export_checkpoint
from training.fliqe.checkpoint import TrainedFliqe, save_fliqe
from training.fliqe.network import Fliqe
from training.synthetic_scene import draw_scene

_SIZE = (512, 640)
_JPEG_QUALITY = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Milliseconds for one frame, decoding included.

    Attributes:
        model: Name and version.
        size_mb: Of the file.
        best_ms: Of all rounds.
        median_ms: Of all rounds.
    """

    model: str
    size_mb: float
    best_ms: float
    median_ms: float


@click.command()
@click.option("--model", type=click.Path(path_type=Path), default=SHIPPED_MODEL, help="Model file.  [default: lite]")
@click.option("--rounds", type=click.IntRange(min=3), default=40, show_default=True, help="Frames for each model.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(model: Path, rounds: int, json_path: Path | None) -> None:
    """Time MODEL against the ancestor's network."""
    speeds = measure(model, rounds)
    ratio = speeds[1].best_ms / speeds[0].best_ms
    console = Console()
    console.print(f"{speeds[0].model} is {ratio:.1f} times as fast as {speeds[1].model}", highlight=False)
    for each in speeds:
        figures = f"best {each.best_ms:.1f} ms, median {each.median_ms:.1f} ms a frame, {each.size_mb:.2f} MB"
        console.print(f"  {each.model}: {figures}", highlight=False)
    if json_path is not None:
        json_path.write_text(json.dumps({"ratio": ratio, "models": [asdict(each) for each in speeds]}, indent=2) + "\n")


def measure(model: Path, rounds: int) -> tuple[Speed, Speed]:
    """Time a model file and the ancestor's network, frame by frame in turn, one thread each."""
    frame = draw_scene(*_SIZE, np.random.default_rng(0))
    data = simplejpeg.encode_jpeg(frame[:, :, np.newaxis], quality=_JPEG_QUALITY, colorspace="GRAY")
    with tempfile.TemporaryDirectory() as folder:
        files = (model, _ancestor(Path(folder)))
        scorers = [Scorer(path, threads=1) for path in files]
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(rounds):
            for scorer, own in zip(scorers, times, strict=True):
                begin = time.perf_counter()
                scorer.assess(decode_frame(data))
                own.append((time.perf_counter() - begin) * 1e3)
        first, second = (
            Speed(
                model=scorer.model.label,
                size_mb=path.stat().st_size / 1e6,
                best_ms=min(own),
                median_ms=median(own),
            )
            for scorer, path, own in zip(scorers, files, times, strict=True)
        )
    return first, second


def _ancestor(folder: Path) -> Path:
    checkpoint, exported = folder / "fliqe.pth", folder / "fliqe.onnx"
    save_fliqe(checkpoint, TrainedFliqe(Fliqe().eval(), "nothing: random weights"))
    export_checkpoint(checkpoint, exported, name="fliqe-resnet50", version="random")
    return exported


if __name__ == "__main__":
    main()
