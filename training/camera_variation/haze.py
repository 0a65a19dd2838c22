"""Distance haze: the air between camera and horizon eats contrast, while what is near stays sharp."""

import numpy as np

from training.distortions.base import Frame, to_frame

_SHARE = 0.06
_AT_TOP = (0.4, 0.9)
_REACH = (0.4, 0.9)
_LEVEL = (50.0, 220.0)


def add_haze(frame: Frame, rng: np.random.Generator) -> Frame:
    """Fade a grey frame towards one grey level, now and then: most at the top, not at all at the bottom."""
    if rng.random() >= _SHARE:
        return frame
    height = np.linspace(1, 0, frame.shape[0], dtype=np.float32)[:, np.newaxis]
    from_height = np.float32(1 - rng.uniform(*_REACH))
    share = np.float32(rng.uniform(*_AT_TOP)) * np.clip((height - from_height) / (1 - from_height), 0, 1)
    level = np.float32(rng.uniform(*_LEVEL))
    return to_frame(frame + (level - frame) * share)
