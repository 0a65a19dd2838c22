"""The command `flir-iqa distortions`."""

from pathlib import Path
from typing import Final

import click
import cv2

from flir_iqa.scorer import Scorer
from training.datasets import read_frame
from training.distortion_sheet.drawing import draw_sheet, fit_tile
from training.distortion_sheet.rows import NAMES, make_rows

_SAMPLE: Final = Path(__file__).resolve().parents[2] / "samples" / "crossroads.jpg"
_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg"})
_SEVERITIES_MAX: Final = 12


def _read_severities(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[float, ...]:
    """Read a comma-separated list of severities, or say what is wrong with it."""
    try:
        severities = tuple(float(each) for each in value.split(","))
    except ValueError:
        severities = ()
    if not 1 <= len(severities) <= _SEVERITIES_MAX or not all(0 <= each <= 1 for each in severities):
        message = f"expected 1 to {_SEVERITIES_MAX} numbers of 0 to 1 with commas between, got {value!r}"
        raise click.BadParameter(message)
    return severities


@click.command(
    epilog="""\b
Examples:
  flir-iqa distortions --out sheet.png
  flir-iqa distortions --out mine.png --picture gate.jpg --severities 0.1,0.3,0.5,0.7,0.9 --scores
  flir-iqa distortions --out lines.png --kind line_noise --kind interlace_combing --seed 4"""
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Picture to write, .png or .jpg.")
@click.option("--picture", type=click.Path(path_type=Path), default=_SAMPLE, help="Frame to distort; else a sample.")
@click.option(
    "--severities",
    metavar="S,S,...",
    callback=_read_severities,
    default="0.25,0.5,1",
    show_default=True,
    help="Of the columns after the clean one.",
)
@click.option("--kind", "names", type=click.Choice(NAMES), multiple=True, metavar="NAME", help="Only this; repeatable.")
@click.option(
    "--seed", default=0, show_default=True, help="Chooses direction, place and all that severity does not set."
)
@click.option("--scores", is_flag=True, help="Write under each tile what the shipped model makes of it.")
def distortions(
    out: Path, picture: Path, severities: tuple[float, ...], names: tuple[str, ...], seed: int, scores: bool
) -> None:
    """Draw each distortion at several severities into one picture.

    A row is a distortion, a column a severity. First come the kinds that the model learns; then what it does not
    learn as a kind (on-screen display is there to show that it is clean); then faults that show only over time, as
    the frames of a clip at the greatest severity. A larger picture is shrunk to a tile first and distorted then.
    """
    if out.suffix.lower() not in _SUFFIXES:
        message = f"expected a picture to write (.png or .jpg), got {str(out)!r}"
        raise click.BadParameter(message, param_hint="--out")
    cv2.setNumThreads(0)
    rows = make_rows(fit_tile(read_frame(picture)), names or NAMES, severities, seed)
    scorer = Scorer() if scores else None
    sheet = draw_sheet(rows, None if scorer is None else lambda frame: scorer.assess(frame).quality)
    try:
        out.write_bytes(cv2.imencode(out.suffix, sheet)[1].tobytes())
    except OSError as error:
        message = f"cannot write {str(out)!r}: {error.strerror}"
        raise click.ClickException(message) from error
    click.echo(str(out))
