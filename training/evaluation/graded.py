"""The graded protocol: each kind at ten severities, everything else as it was, so that only the severity moves."""

from collections.abc import Iterator, Mapping
from typing import Final

from training.datasets import FrameSet
from training.distortions import DISTORTIONS, Distortion
from training.evaluation.source import sources_of
from training.evaluation.trial import Trial

PROTOCOL: Final = "graded"
SEVERITIES: Final = tuple(step / 10 for step in range(1, 11))


def graded_trials(
    frames: FrameSet, seed: int, *, distortions: Mapping[str, Distortion] = DISTORTIONS
) -> Iterator[Trial]:
    """Make each frame clean, then with each kind at severities 0.1, 0.2, ... 1.

    What a kind draws beside the severity (a direction, a pattern) comes from a generator in the same state at each of
    the ten. Also the ancestor's kinds come as the classes of `training.distortions` make them.
    """
    for source in sources_of(frames):
        yield source.clean(PROTOCOL)
        for kind, distortion in distortions.items():
            for severity in SEVERITIES:
                picture = distortion.apply(source.frame, severity, source.generator(seed, kind))
                yield source.distorted(PROTOCOL, kind, severity, picture)
