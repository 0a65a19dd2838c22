"""A drawn scene that stands in for a clean thermal frame in tests and self-checks."""

import cv2
import numpy as np

from training.distortions.base import Frame, to_frame

_N_BODIES = 14


def draw_scene(height: int, width: int, rng: np.random.Generator) -> Frame:
    """Draw warm and cold bodies with sharp edges on a ground with fine texture; uint8, H x W.

    Args:
        height: Rows.
        width: Columns.
        rng: Chooses the scene.
    """
    patches = rng.uniform(60, 150, (6, 8)).astype(np.float32)
    ground = cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC)
    scene = np.asarray(ground, np.float32)
    for _ in range(_N_BODIES):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        half_axes = (int(rng.integers(4, max(5, width // 6))), int(rng.integers(4, max(5, height // 6))))
        level = float(rng.uniform(20, 235))
        if rng.random() < 0.5:
            cv2.ellipse(scene, centre, half_axes, float(rng.uniform(0, 180)), 0, 360, level, thickness=-1)
        else:
            corner = (centre[0] + half_axes[0], centre[1] + half_axes[1])
            cv2.rectangle(scene, centre, corner, level, thickness=-1)
    texture = cv2.GaussianBlur(rng.standard_normal((height, width), dtype=np.float32), (0, 0), 0.8)
    return to_frame(scene + 12 * np.asarray(texture, np.float32))
