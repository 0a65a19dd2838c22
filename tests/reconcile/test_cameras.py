"""Counts by camera."""

from reconcile.cameras import OTHERS, Cameras
from reconcile.fate import Claim, Fate


def test_cameras_are_bounded_whatever_the_keys_are() -> None:
    cameras = Cameras()
    for number in range(20_000):
        cameras.settled(Claim(Fate.SCORED, number, number + 1, f"camera-{number}"), 1)
    assert len(cameras.counts) == 10_001
    assert cameras.of(OTHERS).scored == 10_000


def test_counts_of_partitions_add_up() -> None:
    one, other = Cameras(), Cameras()
    one.settled(Claim(Fate.SCORED, 0, 1, "gate"), 1)
    other.settled(Claim(Fate.REJECTED, 0, 1, "gate"), 1)
    other.published("gate", waits=True)
    one.add(other)
    gate = one.of("gate")
    assert (gate.published, gate.scored, gate.rejected, gate.lag) == (1, 1, 1, 1)
