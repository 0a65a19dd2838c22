"""The thorough protocol: each frame is scored clean and with every kind, so that a small set says much."""

from collections.abc import Iterator, Mapping
from typing import Final

from flir_iqa.kinds import ANCESTOR_KINDS
from training.datasets import FrameSet
from training.distortions import DISTORTIONS, Distortion
from training.distortions.ancestor import distort_as_ancestor
from training.evaluation.source import Source, sources_of
from training.evaluation.trial import Trial

PROTOCOL: Final = "every-kind"
_SEVERITIES: Final = (0.5, 1.0)


def every_kind_trials(
    frames: FrameSet, seed: int, *, distortions: Mapping[str, Distortion] = DISTORTIONS
) -> Iterator[Trial]:
    """Make each frame clean, with the ancestor's eight at its fixed parameters, and with each further kind once.

    A further kind comes at a severity drawn from 0.5 to 1. What is drawn depends on the seed, the place of the frame
    in its set and the name of the kind alone.
    """
    further = [each for kind, each in distortions.items() if kind not in ANCESTOR_KINDS]
    for source in sources_of(frames):
        yield source.clean(PROTOCOL)
        yield from _ancestor_kinds(source.in_colour(), seed)
        for distortion in further:
            rng = source.generator(seed, distortion.kind)
            severity = float(rng.uniform(*_SEVERITIES))
            picture = distortion.apply(source.frame, severity, rng)
            yield source.distorted(PROTOCOL, distortion.kind, severity, picture)


def _ancestor_kinds(source: Source, seed: int) -> Iterator[Trial]:
    for kind in ANCESTOR_KINDS:
        picture = distort_as_ancestor(source.frame, kind, source.generator(seed, kind))
        yield source.distorted(PROTOCOL, kind, None, picture)
