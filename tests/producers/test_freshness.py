"""Telling the newest frame from those that waited."""

from producers.sources.freshness import Freshness

INTERVAL_S = 0.04


class Link:
    """A camera with a clock of its own, a buffer, and a reader that takes its time."""

    def __init__(self, clock_rate: float = 1.0) -> None:
        self.freshness = Freshness(INTERVAL_S)
        self.now_s = 1000.0
        self._clock_rate = clock_rate
        self._number = 0

    def read(self, busy_s: float, delay_s: float = 0.0) -> tuple[float, float]:
        """Read the next frame after being busy; return its estimated and its true age."""
        self.now_s += busy_s
        asked_s, sent_s = self.now_s, 1000.0 + self._number * INTERVAL_S + delay_s
        self.now_s = max(self.now_s, sent_s) + 0.0001
        pts_s = 5.0 + self._number * INTERVAL_S * self._clock_rate
        self._number += 1
        return self.freshness.age_s(pts_s, asked_s, self.now_s), self.now_s - sent_s


def test_frames_that_are_read_at_once_are_fresh() -> None:
    link = Link()
    assert all(link.read(0.001)[0] < 0.001 for _ in range(1000))


def test_the_age_of_what_waited_is_known_to_milliseconds() -> None:
    link = Link()
    for _ in range(10):
        link.read(0.001)
    for n in range(200):
        estimated, true = link.read(0.08 if n % 20 < 10 else 0.005)
        assert abs(estimated - true) < 0.005


def test_a_clock_that_runs_slow_or_fast_makes_nothing_late() -> None:
    for clock_rate in (0.9999, 1.0001):
        link = Link(clock_rate)
        assert all(link.read(0.001)[0] < INTERVAL_S / 10 for _ in range(100_000))


def test_a_jump_of_the_cameras_clock_is_forgiven() -> None:
    freshness = Freshness(INTERVAL_S)
    came_s = [0.0, 0.0, 0.04, 0.08, 0.12]
    ages = [freshness.age_s(pts_s, s, s) for s, pts_s in zip(came_s, [100.0, 100.04, 5.0, 90.0, 3.0], strict=True)]
    assert ages == [0.0] * 5
    assert freshness.age_s(None, 0.0, 0.0) == 0.0


def test_a_network_that_takes_longer_from_now_on_makes_nothing_late() -> None:
    link = Link()
    for _ in range(10):
        link.read(0.001)
    assert all(link.read(0.001, delay_s=0.2)[0] < 0.001 for _ in range(100))


def test_what_lies_ready_at_the_beginning_is_not_the_newest() -> None:
    freshness = Freshness(INTERVAL_S)
    for n in range(5):
        freshness.age_s(n * INTERVAL_S, 10.0, 10.0001)
        assert not freshness.has_caught_up
    freshness.age_s(5 * INTERVAL_S, 10.0, 10.03)
    assert freshness.has_caught_up


def test_a_stream_that_never_lets_us_wait_counts_as_caught_up_after_a_second() -> None:
    freshness = Freshness(INTERVAL_S)
    for n in range(27):
        freshness.age_s(n * INTERVAL_S, 10.0 + n * INTERVAL_S, 10.0 + n * INTERVAL_S)
    assert freshness.has_caught_up
