"""How much does our own encoding change a frame, and its score?

    python -m benchmarks.reencoding
    python -m benchmarks.reencoding --folder frames/ --quality 85 --json reencoding.json

What a camera sends as H.264 or H.265 is decoded, and encoded once more as JPEG. Each sample stands for such a decoded
picture: as it is, and spoilt by blur, noise, darkness and coarse compression. It is scored as it is, encoded and
decoded as the producer and the flow do it, and scored again.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Final

import click
import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from flir_iqa.decoding import decode_frame
from flir_iqa.encoding import QUALITY, encode_frame
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.scorer import Scorer

Image = NDArray[np.uint8]

SAMPLES: Final = Path(__file__).resolve().parent.parent / "samples"
_SEED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What encoding did to one picture.

    Attributes:
        name: The sample, and how it was spoilt.
        size_kb: Of the JPEG.
        psnr_db: Peak signal to noise ratio, of 255.
        score: Quality before.
        score_change: Quality after less quality before.
    """

    name: str
    size_kb: float
    psnr_db: float
    score: float
    score_change: float


@click.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default=SAMPLES, help="JPEG or PNG files.  [default: samples]"
)
@click.option("--quality", type=click.IntRange(1, 100), default=QUALITY, show_default=True, help="JPEG quality.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(folder: Path, quality: int, json_path: Path | None) -> None:
    """Measure what encoding at QUALITY does to the pictures of a folder."""
    changes = measure(folder, quality)
    Console().print(_table(changes, quality))
    if json_path is not None:
        json_path.write_text(json.dumps([asdict(change) for change in changes], indent=2))


def measure(folder: Path, quality: int = QUALITY) -> list[Change]:
    """Encode each picture and its spoilt variants.

    Raises:
        click.UsageError: There are no pictures.
    """
    scorer = Scorer(SHIPPED_MODEL)
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
    changes = [
        _change(f"{path.stem}, {how}", picture, quality, scorer)
        for path in paths
        for how, picture in variants(_read(path))
    ]
    if not changes:
        message = f"expected pictures (.jpg, .png) in {str(folder)!r}, found none"
        raise click.UsageError(message)
    return changes


def variants(picture: Image) -> Iterator[tuple[str, Image]]:
    """Yield a picture as it is, and spoilt in the ways that encoding might hide or add to."""
    noise = np.random.default_rng(_SEED).normal(0, 12, picture.shape)
    yield "as it is", picture
    yield "blurred", cv2.GaussianBlur(picture, (0, 0), 3).astype(np.uint8)
    yield "noisy", np.clip(picture + noise, 0, 255).astype(np.uint8)
    yield "dark", (picture * 0.15).astype(np.uint8)
    coarse = simplejpeg.encode_jpeg(picture[:, :, np.newaxis], 20, "GRAY", "Gray")
    yield "compressed", decode_frame(coarse)


def psnr_db(before: Image, after: Image) -> float:
    """Return the peak signal to noise ratio of two pictures of one shape; infinite where they are equal."""
    error = float(np.mean((before.astype(np.float64) - after) ** 2))
    return float("inf") if error == 0 else 10 * float(np.log10(255**2 / error))


def _change(name: str, picture: Image, quality: int, scorer: Scorer) -> Change:
    jpeg = encode_frame(picture, quality)
    decoded = decode_frame(jpeg)
    before, after = scorer.assess(picture).quality, scorer.assess(decoded).quality
    return Change(
        name=name,
        size_kb=len(jpeg) / 1000,
        psnr_db=psnr_db(picture, decoded),
        score=before,
        score_change=after - before,
    )


def _read(path: Path) -> Image:
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        message = f"expected a picture, got {str(path)!r}"
        raise click.UsageError(message)
    return picture.astype(np.uint8, copy=False)


def _table(changes: Sequence[Change], quality: int) -> Table:
    table = Table("picture", "kB", "PSNR dB", "score", "change", title=f"JPEG, quality {quality}")
    for each in changes:
        table.add_row(
            each.name, f"{each.size_kb:.0f}", f"{each.psnr_db:.1f}", f"{each.score:.4f}", f"{each.score_change:+.4f}"
        )
    table.add_section()
    sizes = f"{mean(each.size_kb for each in changes):.0f}"
    worst = max(abs(each.score_change) for each in changes)
    average = mean(abs(each.score_change) for each in changes)
    lowest = min(each.psnr_db for each in changes)
    table.add_row(f"{len(changes)} pictures", sizes, f"least {lowest:.1f}", f"worst {worst:.4f}", f"mean {average:.4f}")
    return table


if __name__ == "__main__":
    main()
