"""A few frames of a set, chosen by a seed: some protocols show each frame a hundred times."""

from dataclasses import replace

import numpy as np

from training.errors import DatasetError
from training.evaluation.protocol import FramesT


def choose_frames(frames: FramesT, n_max: int | None, seed: int) -> FramesT:
    """Keep at most `n_max` frames, in their order; all of them where it is None.

    Raises:
        DatasetError: `n_max` is below 1.
    """
    if n_max is not None and n_max < 1:
        message = f"expected at least 1 frame a set, got {n_max!r}"
        raise DatasetError(message)
    n_frames = len(frames.frames)
    if n_max is None or n_max >= n_frames:
        return frames
    chosen = sorted(np.random.default_rng(seed).permutation(n_frames)[:n_max].tolist())
    paths = tuple(frames.paths[index] for index in chosen)
    return replace(frames, paths=paths, frames=tuple(frames.frames[index] for index in chosen))
