"""Which frames are wanted."""

import random
from collections.abc import Iterable

import pytest

from producers.sampling import Sampler


def taken(sampler: Sampler, arrivals_s: Iterable[float]) -> list[float]:
    """Return the arrivals that the sampler takes."""
    found = []
    for arrival_s in arrivals_s:
        if sampler.wants(arrival_s):
            sampler.take(arrival_s)
            found.append(arrival_s)
    return found


def test_all_wants_each_frame() -> None:
    arrivals = [0.0, 0.0, 0.001, 5.0]
    assert taken(Sampler("all"), arrivals) == arrivals


def test_first_frame_is_always_wanted() -> None:
    assert Sampler(0.001).wants(12345.0)


@pytest.mark.parametrize("fps", [1, 2.5, 5, 8, 12, 24])
@pytest.mark.parametrize("camera_fps", [25, 29.97, 60])
def test_mean_rate_is_the_wanted_one(fps: float, camera_fps: float) -> None:
    arrivals = [n / camera_fps for n in range(int(camera_fps * 100))]
    assert len(taken(Sampler(fps), arrivals)) == pytest.approx(fps * 100, abs=2)


def test_jitter_does_not_change_the_rate() -> None:
    chance = random.Random(7)  # noqa: S311 - to be repeated, not to be secret
    arrivals = sorted(n / 25 + chance.uniform(0, 0.02) for n in range(2500))
    assert len(taken(Sampler(25), arrivals)) >= 2450
    assert len(taken(Sampler(5), arrivals)) == pytest.approx(500, abs=2)


def test_a_slower_camera_loses_no_frame() -> None:
    chance = random.Random(3)  # noqa: S311 - to be repeated, not to be secret
    arrivals = sorted(n / 4 + chance.uniform(0, 0.05) for n in range(400))
    assert taken(Sampler(5), arrivals) == arrivals


def test_nothing_is_made_up_for_after_a_pause() -> None:
    sampler = Sampler(1)
    taken(sampler, [0.0])
    after = [100 + n / 25 for n in range(50)]
    assert len(taken(sampler, after)) <= 3
