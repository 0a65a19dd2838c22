"""A short clip that ends with a given frame: its view jumps about, as that of a camera on a mast in the wind."""

import numpy as np

from training.distortions.base import Frame, to_frame

_NOISE_SIGMA = (0.0, 1.5)  # fresh in each frame; without it an encoder would copy each frame from the one before


def make_clip(frame: Frame, n_frames: int, reach_px: int, rng: np.random.Generator) -> list[Frame]:
    """Give `n_frames` views of a grey frame; what comes in at the border mirrors it.

    Args:
        frame: uint8, H x W; the last of the clip, but for a little noise.
        n_frames: Length, at least 1.
        reach_px: How far a view may lie from the last, 0 to an eighth of the shorter side; more is cut off.
        rng: Source of all choices.
    """
    reach_px = min(reach_px, min(frame.shape[:2]) // 8)
    rows, columns = frame.shape[:2]
    wide = np.pad(frame, reach_px, mode="symmetric")
    offsets = rng.integers(0, 2 * reach_px, size=(n_frames, 2), endpoint=True)
    offsets[-1] = reach_px
    sigma = float(rng.uniform(*_NOISE_SIGMA))
    return [_with_noise(wide[down : down + rows, right : right + columns], sigma, rng) for down, right in offsets]


def _with_noise(view: Frame, sigma: float, rng: np.random.Generator) -> Frame:
    noise = rng.standard_normal(view.shape, dtype=np.float32) * np.float32(sigma)
    return to_frame(view + noise)
