"""How long scoring takes, by the clock."""

import time
from collections.abc import Callable

from dataflow.items import Fetched, FromScoring, FromSource
from plumbing.metrics.distribution import Distribution

Score = Callable[[FromSource], FromScoring | None]


def timed(score: Score, spread: Distribution) -> Score:
    """Return `score`, with the time that each frame takes counted in `spread`, in seconds."""

    def timed_score(item: FromSource) -> FromScoring | None:
        if not isinstance(item, Fetched):
            return score(item)
        begun_s = time.perf_counter()
        try:
            return score(item)
        finally:
            spread.take(time.perf_counter() - begun_s)

    return timed_score
