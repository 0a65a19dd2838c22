"""The palette protocol: the ancestor's, with the same frames in each of the common palettes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from training.datasets import FrameSet
from training.evaluation.ancestor import ancestor_trials
from training.evaluation.trial import Trial
from training.palettes import PALETTES, colour_by

PROTOCOL: Final = "palettes"
PREFIX: Final = "palette:"


def palette_trials(frames: FrameSet, seed: int) -> Iterator[Trial]:
    """Show each frame's luma in each palette, then distort by the ancestor's protocol.

    Every palette gets the same faults on the same frames, so that the difference to white hot is the palette's. The
    luma of a frame that came in pseudo-colour is coloured anew: scenes then look odd, but edges and textures stay.
    """
    for palette in PALETTES:
        coloured = tuple(colour_by(palette, frame) for frame in frames.frames)
        shown = replace(frames, frames=coloured)
        yield from ancestor_trials(shown, seed, protocol=PREFIX + palette, true_noise=False)
