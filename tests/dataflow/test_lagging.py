"""A flow that falls behind says so, and by how much."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from dataflow.items import Smoothed
from dataflow.lagging import Lagging
from dataflow.metrics import FlowMetrics
from dataflow.shed_counts import ShedNote
from tests.dataflow.flows import NOW, refused, run_flow, scored

NOW_MS = int(NOW.timestamp() * 1000)


def scored_after(metrics: FlowMetrics, waited_ms: int, n_behind: int) -> None:
    """Score one frame that waited so long, with so many behind it."""
    (item,) = run_flow([scored(0, "gate", 0.5, came_ms=NOW_MS - waited_ms)], 5)
    metrics.lags.begin({0: 0})
    metrics.lags.set_position(0, 1)
    metrics.lags.set_end(0, 1 + n_behind)
    metrics.count(item)


def test_a_flow_far_behind_is_lagging_with_its_seconds(caplog: pytest.LogCaptureFixture) -> None:
    metrics, lagging = FlowMetrics(clock=lambda: 7.0), Lagging(timedelta(seconds=10))
    with caplog.at_level(logging.INFO):
        for waited_ms, n_behind in ((9_000, 5), (12_000, 5), (13_000, 4), (13_000, 0)):
            scored_after(metrics, waited_ms, n_behind)
            words = lagging.look(metrics.read())
            assert words == (f"lagging: {waited_ms // 1000} s behind" if waited_ms > 10_000 and n_behind else None)
    assert caplog.messages == ["lagging: 12 s behind, 5 frames wait", "not lagging any more"]


def test_what_a_rejected_record_tells_of_shed_frames_is_counted_once() -> None:
    metrics = FlowMetrics()
    (result,) = run_flow([scored(4, "gate", 0.5)], 5)
    assert isinstance(result, Smoothed)
    for item in (refused(2, shed=ShedNote({"gate": (2, 2)}, 1)), replace(result, shed=ShedNote({"gate": (3, 3)}))):
        metrics.count(item)
    assert (metrics.counts().frames["gate", "shed"], metrics.read().shed) == (3, 3)
