"""A model that fails: on one frame, or on all."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from dataflow.ending import Ending
from dataflow.items import Fetched, Refused, Scored
from dataflow.scoring import FrameScorer
from flir_iqa.assessment import Assessment
from flir_iqa.errors import ModelError
from flir_iqa.scorer import Scorer
from tests.dataflow.running import SAMPLES


class FailingScorer(Scorer):
    """The shipped model, which fails on pictures of at least so many pixels."""

    def __init__(self, n_pixels: int) -> None:
        super().__init__(threads=1)
        self._n_pixels = n_pixels

    def assess(self, image: NDArray[np.uint8]) -> Assessment:
        if image.size >= self._n_pixels:
            message = "out of memory"
            raise MemoryError(message)
        return super().assess(image)


def frame() -> Fetched:
    return Fetched(
        partition=0, offset=5, key=b"gate", value=SAMPLES[0], headers=[], timestamp=datetime(2026, 1, 31, tzinfo=UTC)
    )


def test_a_frame_that_the_model_fails_on_is_refused() -> None:
    ending = Ending(lambda: False)
    outcome = FrameScorer(FailingScorer(n_pixels=10_000), "frames", ending)(frame())
    assert isinstance(outcome, Refused)
    assert (outcome.record.reason, outcome.record.detail) == ("scoring_failed", "MemoryError: out of memory")
    assert outcome.record.frame_id == "frames-0-5"
    assert not ending.failed


def test_a_model_that_fails_on_everything_ends_the_run_and_refuses_nothing() -> None:
    ending = Ending(lambda: False)
    score = FrameScorer(FailingScorer(n_pixels=0), "frames", ending)
    assert score(frame()) is None
    with pytest.raises(ModelError, match="fails on any picture: out of memory"):
        ending.check()
    assert score(frame()) is None


@pytest.mark.parametrize(
    ("timestamp", "came_ms"),
    [
        (datetime(2026, 1, 31, tzinfo=UTC), 1_769_817_600_000),
        (datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), -1000),
        (datetime(9999, 12, 31, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_a_timestamp_far_ahead_does_not_move_the_clock(timestamp: datetime | None, came_ms: int | None) -> None:
    outcome = FrameScorer(Scorer(threads=1), "frames", Ending(lambda: False))(replace(frame(), timestamp=timestamp))
    assert isinstance(outcome, Scored)
    assert outcome.came_ms == came_ms
