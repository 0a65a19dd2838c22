"""The ancestor's fixed protocol: half of the frames stay clean, each other one is distorted once."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from flir_iqa.kinds import ANCESTOR_KINDS, NONE
from training.datasets import FrameSet
from training.distortions.ancestor import distort_as_ancestor
from training.distortions.noise import add_noise
from training.errors import DatasetError
from training.evaluation.source import sources_of
from training.evaluation.trial import Trial

PROTOCOL: Final = "ancestor"
TRUE_NOISE: Final = "ancestor:true-noise"
"""The frames of `gaussian_noise` once more, with noise of the same sigma that does not wrap around."""

_SIGMA: Final = 25.0
_NOISE: Final = "gaussian_noise"


def ancestor_trials(
    frames: FrameSet, seed: int, *, repeats: int = 1, protocol: str = PROTOCOL, true_noise: bool = True
) -> Iterator[Trial]:
    """Make the frames of the ancestor's protocol, all as BGR.

    Args:
        frames: Clean frames.
        seed: Chooses which frames are distorted, and how; the same seed gives the same frames anywhere.
        repeats: Passes over the set, each drawn anew; small sets say more that way.
        protocol: Name that the trials carry.
        true_noise: Add the frames of `TRUE_NOISE`.

    Raises:
        DatasetError: `repeats` is below 1.
    """
    if repeats < 1:
        message = f"expected repeats of at least 1, got {repeats!r}"
        raise DatasetError(message)
    for pass_number in range(repeats):
        kinds = assign_kinds(len(frames.frames), np.random.default_rng([seed, pass_number]))
        for source, kind in zip(sources_of(frames), kinds, strict=True):
            colour = source.in_colour()
            state = [seed, pass_number, source.index]
            if kind == NONE:
                yield colour.clean(protocol)
                continue
            picture = distort_as_ancestor(colour.frame, kind, np.random.default_rng(state))
            yield colour.distorted(protocol, kind, None, picture)
            if true_noise and kind == _NOISE:
                noisy = add_noise(colour.frame, _SIGMA, np.random.default_rng(state))
                yield colour.distorted(TRUE_NOISE, kind, None, noisy)


def assign_kinds(n_frames: int, rng: np.random.Generator) -> list[str]:
    """Choose half of the frames (or one more) to stay clean, and share the kinds out evenly over the rest."""
    n_distorted = n_frames // 2
    dealt = [
        str(kind) for _ in range(-(-n_distorted // len(ANCESTOR_KINDS))) for kind in rng.permutation(ANCESTOR_KINDS)
    ]
    kinds = dealt[:n_distorted] + [NONE] * (n_frames - n_distorted)
    return [kinds[index] for index in rng.permutation(n_frames)]
