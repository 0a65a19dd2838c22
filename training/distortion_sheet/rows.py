"""The rows of the sheet: one distortion each, at several severities or over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from flir_iqa.scoring_cli.drawing import FOREGROUND, put_text
from training.datasets import to_colour
from training.distortions import DISTORTIONS
from training.distortions.alteration import ClipDistortion
from training.distortions.base import Frame
from training.distortions.untrained import ALTERATIONS, CLIP_DISTORTIONS

NAMES: Final = (*DISTORTIONS, *ALTERATIONS, *CLIP_DISTORTIONS)
"""Everything that the sheet can show, in its order."""

_LEARNED, _NOT_LEARNED, _OVER_TIME = "", "not learned", "over time"
_TEXT_PX: Final = 10
_PAN_PX: Final = 3
"""Shift of the clip's frames from one to the next, so that a freeze can be seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A frame and the words under it."""

    frame: Frame
    caption: str


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One distortion.

    Attributes:
        name: Of the distortion.
        remark: What a reader must know beside it; may be empty.
        tiles: From left to right.
    """

    name: str
    remark: str
    tiles: tuple[Tile, ...]


def make_rows(frame: Frame, names: Iterable[str], severities: Sequence[float], seed: int) -> list[Row]:
    """Make the row of each name; the same seed gives the same rows, whichever others are made beside.

    Args:
        frame: uint8, H x W or H x W x 3.
        names: Of `NAMES`.
        severities: Of the tiles after the clean one, each 0..1; the faults over time take the greatest.
        seed: Chooses what the severity does not set; it is the same at every severity of a row.
    """
    return [_make_row(frame, name, severities, seed) for name in names]


def _make_row(frame: Frame, name: str, severities: Sequence[float], seed: int) -> Row:
    if name in CLIP_DISTORTIONS:
        return _over_time(
            frame, CLIP_DISTORTIONS[name], n_frames=len(severities) + 1, severity=max(severities), seed=seed
        )
    change = DISTORTIONS.get(name) or ALTERATIONS[name]
    shown = to_colour(frame) if name == "color_distortion" else frame
    tiles = [
        Tile(change.apply(shown, severity, np.random.default_rng([seed, NAMES.index(name)])), f"severity {severity:g}")
        for severity in severities
    ]
    return Row(name, _LEARNED if name in DISTORTIONS else _NOT_LEARNED, (Tile(frame, "clean"), *tiles))


def _over_time(frame: Frame, distortion: ClipDistortion, n_frames: int, severity: float, seed: int) -> Row:
    clip = [_moment(frame, number) for number in range(n_frames)]
    distorted = distortion.apply(clip, severity, np.random.default_rng([seed, NAMES.index(distortion.name)]))
    tiles = [Tile(shown, f"frame {number}") for number, shown in enumerate(distorted, start=1)]
    return Row(distortion.name, f"{_OVER_TIME}, severity {severity:g}", tuple(tiles))


def _moment(frame: Frame, number: int) -> Frame:
    """Give the view of a panning camera at a moment, the number written on it."""
    moved = np.roll(frame, -_PAN_PX * number, axis=1)
    moved[: 3 * _TEXT_PX, : 7 * _TEXT_PX] = 0
    put_text(moved, f"t = {number + 1}", _TEXT_PX, 2 * _TEXT_PX, _TEXT_PX, FOREGROUND)
    return moved
