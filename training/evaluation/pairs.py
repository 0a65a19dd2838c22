"""Two kinds at once: a frame with two faults must not look better than with the worse of them alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from training.datasets import FrameSet
from training.distortions import DISTORTIONS, Distortion
from training.errors import DatasetError
from training.evaluation.judgement import Judgement
from training.evaluation.source import Source, sources_of
from training.evaluation.trial import Trial

PROTOCOL: Final = "pairs"
_PAIRS_PER_FRAME: Final = 3
_SEVERITIES: Final = (0.4, 0.9)
_TOLERANCE: Final = 0.05
_AND: Final = "+"


def pair_trials(frames: FrameSet, seed: int, *, distortions: Mapping[str, Distortion] = DISTORTIONS) -> Iterator[Trial]:
    """Make of each frame three times: a kind alone, another alone, the second over the first.

    No kind comes twice on a frame. Severities are drawn from 0.4 to 0.9.
    """
    for source in sources_of(frames):
        rng = source.generator(seed, PROTOCOL)
        drawn = [distortions[str(kind)] for kind in rng.permutation(list(distortions))[: 2 * _PAIRS_PER_FRAME]]
        for first, second in zip(drawn[::2], drawn[1::2], strict=False):
            severities = (float(rng.uniform(*_SEVERITIES)), float(rng.uniform(*_SEVERITIES)))
            yield from _pair(source, seed, (first, second), severities)


def _pair(
    source: Source, seed: int, distortions: tuple[Distortion, Distortion], severities: tuple[float, float]
) -> Iterator[Trial]:
    first, second = distortions
    with_first = first.apply(source.frame, severities[0], source.generator(seed, first.kind))
    with_second = second.apply(source.frame, severities[1], source.generator(seed, second.kind))
    with_both = second.apply(with_first, severities[1], source.generator(seed, second.kind))
    yield source.distorted(PROTOCOL, first.kind, severities[0], with_first)
    yield source.distorted(PROTOCOL, second.kind, severities[1], with_second)
    yield source.distorted(PROTOCOL, first.kind + _AND + second.kind, max(severities), with_both)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFigures:
    """What two faults at once do to the quality.

    Attributes:
        name: Name of the data set.
        n_pairs: Pairs scored.
        not_better: Share of them with a quality of at most the lower of the two alone, plus 0.05.
        found: Share of them with a quality under 0.5.
        exceptions: The pairs that looked better, as `kinds: file name`.
    """

    name: str
    n_pairs: int
    not_better: float
    found: float
    exceptions: tuple[str, ...]


def summarise_pairs(judgements: Sequence[Judgement]) -> PairFigures:
    """Compare each pair with its two kinds alone.

    Raises:
        DatasetError: There is no pair, or a kind of a pair was not scored alone.
    """
    alone = {(each.frame, each.kind): each.assessment.quality for each in judgements}
    pairs = [each for each in judgements if _AND in each.kind]
    try:
        limits = [min(alone[each.frame, kind] for kind in each.kind.split(_AND)) + _TOLERANCE for each in pairs]
    except KeyError as error:
        message = f"expected each kind of a pair alone too, got none for the frame and kind {error}"
        raise DatasetError(message) from error
    if not pairs:
        message = "expected at least one pair of kinds, got none"
        raise DatasetError(message)
    better = [each for each, limit in zip(pairs, limits, strict=True) if each.assessment.quality > limit]
    return PairFigures(
        name=pairs[0].camera,
        n_pairs=len(pairs),
        not_better=1 - len(better) / len(pairs),
        found=sum(each.called_distorted for each in pairs) / len(pairs),
        exceptions=tuple(f"{each.kind}: {each.frame}" for each in better),
    )
