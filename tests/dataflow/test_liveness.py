"""Alive means progress: judged by a clock that the test moves."""

import pytest

from dataflow.health import Health
from dataflow.lags import Lags
from dataflow.liveness import Liveness
from plumbing.probes.verdict import Verdict


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Flow:
    """A flow of one partition that has begun to read at frame 5."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.lags = Lags(self.clock)
        self.health = Health()
        self.liveness = Liveness(self.lags, self.health, 60, self.clock)
        self.lags.begin({3: 5})
        self.liveness.read()

    def pass_time(self, seconds: int, turning: bool = True) -> Verdict:
        for _ in range(seconds):
            self.clock.now_s += 1
            if turning:
                self.liveness.beat()
            verdict = self.liveness.look()
        return verdict


@pytest.fixture
def flow() -> Flow:
    return Flow()


def test_without_frames_it_is_alive_for_ever(flow: Flow) -> None:
    assert flow.pass_time(5000) == Verdict(alive=True, ready=True)


def test_frames_that_wait_and_get_no_outcome_end_its_life(flow: Flow) -> None:
    flow.lags.set_end(3, 9)
    assert flow.pass_time(59).alive
    verdict = flow.pass_time(2)
    assert not verdict.alive
    assert verdict.reason == "4 frames wait, and none got an outcome for 61 s"
    flow.lags.take_outcome(3, "frames-3-5", 0.1)
    assert flow.pass_time(1) == Verdict(alive=True, ready=True)


def test_a_backlog_that_shrinks_is_progress(flow: Flow) -> None:
    flow.lags.set_end(3, 1000)
    for offset in range(5, 15):
        flow.lags.take_outcome(3, f"frames-3-{offset}", 99.0)
        assert flow.pass_time(50).alive
    lag = flow.lags.read()[3]
    assert (lag.frames, lag.next_offset) == (995, 15)
    assert lag.seconds == pytest.approx(149)


def test_a_wait_with_a_reason_is_no_standstill_and_gives_time_afterwards(flow: Flow) -> None:
    flow.lags.set_end(3, 9)
    flow.health.set("no broker answers")
    assert flow.pass_time(600) == Verdict(alive=True, ready=False, reason="no broker answers")
    flow.health.set(None)
    assert flow.pass_time(59).alive
    assert not flow.pass_time(2).alive


def test_a_thread_that_hangs_is_seen_whatever_the_reason(flow: Flow) -> None:
    flow.health.set("no result was acknowledged for 9 s")
    assert not flow.pass_time(61, turning=False).alive


def test_a_start_has_more_time_and_a_rest_has_all(flow: Flow) -> None:
    flow.liveness.start()
    assert flow.pass_time(500, turning=False) == Verdict(alive=True, ready=False, reason="it is starting")
    assert not flow.pass_time(200, turning=False).alive
    flow.liveness.rest()
    assert flow.pass_time(5000, turning=False).alive


def test_a_process_that_was_paused_as_a_whole_is_given_time(flow: Flow) -> None:
    flow.lags.set_end(3, 9)
    flow.clock.now_s += 500
    assert flow.liveness.look().alive
    assert not flow.pass_time(61).alive


def test_marks_of_transactions_at_the_end_are_no_frames_that_wait(flow: Flow) -> None:
    flow.lags.set_end(3, 7)
    flow.lags.take_outcome(3, "frames-3-5", 0.1)
    flow.lags.set_position(3, 7)
    assert flow.pass_time(500).alive
    assert flow.lags.total == 0
