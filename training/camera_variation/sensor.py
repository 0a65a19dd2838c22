"""What a healthy sensor adds: a little noise, faint columns or rows, mild shading."""

import numpy as np
import numpy.typing as npt

from training.distortions.base import Frame, to_frame

_NOISE_SHARE, _NOISE_SIGMA = 0.4, (0.5, 4.5)
_LINES_SHARE, _LINES_SIGMA, _COLUMNS_SHARE = 0.2, (0.3, 2.0), 0.6
_SHADING_SHARE, _SHADING_MAX = 0.15, 18.0


def vary_sensor(frame: Frame, rng: np.random.Generator) -> Frame:
    """Add to a grey frame what a healthy sensor adds, each now and then."""
    added: list[npt.NDArray[np.float32]] = []
    if rng.random() < _NOISE_SHARE:
        added.append(_normal(frame.shape, rng.uniform(*_NOISE_SIGMA), rng))
    if rng.random() < _LINES_SHARE:
        columns = rng.random() < _COLUMNS_SHARE
        shape = (1, frame.shape[1]) if columns else (frame.shape[0], 1)
        added.append(_normal(shape, rng.uniform(*_LINES_SIGMA), rng))
    if rng.random() < _SHADING_SHARE:
        added.append(_shading(frame.shape, rng.uniform(-_SHADING_MAX, _SHADING_MAX)))
    return to_frame(sum(added, start=frame.astype(np.float32))) if added else frame


def _normal(shape: tuple[int, ...], sigma: float, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(sigma)


def _shading(shape: tuple[int, ...], corner_level: float) -> npt.NDArray[np.float32]:
    """Give a paraboloid that is 0 in the middle of the frame and `corner_level` in its corners."""
    y = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, np.newaxis]
    x = np.linspace(-1, 1, shape[1], dtype=np.float32)[np.newaxis, :]
    return np.float32(corner_level / 2) * (x * x + y * y)
