"""Edges of a visible camera embossed into the thermal picture, as multi-spectral cameras (FLIR MSX) do."""

import cv2
import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame, to_frame

_SHARE = 0.06
_OWN_SHARE = 0.6
_SIGMA_PX = (0.6, 1.0)
_SURROUND = 2.0
_CORE = 5.0  # grey levels; less is taken for noise, of which a visible picture has little
_LIMIT = 35.0  # grey levels; stronger edges would hide the thermal picture
_AMOUNT = (0.6, 1.5)


def emboss_edges(frame: Frame, rng: np.random.Generator, other: Frame) -> Frame:
    """Add the edges of a visible picture to a grey frame, now and then.

    A visible picture of the scene is not at hand: its edges are those of the frame itself, which a visible camera
    would see too, or of a part of `other`, which stands for paint, lettering and texture that have no temperature.

    Args:
        frame: uint8, H x W.
        rng: Source of all choices.
        other: uint8, H x W of any size.
    """
    if rng.random() >= _SHARE:
        return frame
    picture = frame if rng.random() < _OWN_SHARE else _fit(other, frame.shape[0], frame.shape[1])
    edges = _edges_of(picture, sigma_px=rng.uniform(*_SIGMA_PX)) * np.float32(rng.uniform(*_AMOUNT))
    return to_frame(frame + np.clip(edges, -_LIMIT, _LIMIT))


def _fit(picture: Frame, height: int, width: int) -> Frame:
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _edges_of(picture: Frame, sigma_px: float) -> npt.NDArray[np.float32]:
    """Give what a pixel has over its surroundings, and nothing where that is little."""
    detailed = picture.astype(np.float32)
    narrow = cv2.GaussianBlur(detailed, (0, 0), sigma_px)
    over = narrow - cv2.GaussianBlur(detailed, (0, 0), _SURROUND * sigma_px)
    return np.asarray(over - np.clip(over, -_CORE, _CORE), np.float32)
