"""Messages of many partitions in the order of their times."""

from recording.message import RecordedMessage
from recording.recorder.merging import TimeMerger
from recording.recorder.place import Place
from tests.recording.recorder.messages import message

A, B = Place("frames", 0), Place("frames", 1)


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def make_merger(clock: Clock | None = None, limit_bytes: int = 10**6) -> TimeMerger:
    merger = TimeMerger(limit_bytes, hold_s=2.0, clock=clock or Clock())
    merger.expect(A)
    merger.expect(B)
    return merger


def places(messages: list[RecordedMessage]) -> list[tuple[int, int]]:
    return [(each.partition, each.offset) for each in messages]


def test_history_of_two_partitions_comes_in_the_order_of_time() -> None:
    merger = make_merger()
    for offset, at_ms in enumerate((0, 20, 40)):
        merger.add(message(offset, at_ms))
    assert list(merger.ready()) == []
    for offset, at_ms in enumerate((10, 30)):
        merger.add(message(offset, at_ms, partition=1))
    assert places(list(merger.ready())) == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert places(list(merger.drain())) == [(0, 2)]


def test_partition_that_rests_is_not_waited_for() -> None:
    merger = make_merger()
    merger.add(message(0))
    merger.rest(B)
    assert places(list(merger.ready())) == [(0, 0)]
    merger.add(message(0, 5, partition=1))
    assert list(merger.ready()) == []  # now it may be that A has an earlier one
    merger.rest(A)
    assert places(list(merger.ready())) == [(1, 0)]


def test_order_within_a_partition_holds_whatever_the_times_say() -> None:
    merger = make_merger()
    merger.rest(B)
    for offset, at_ms in enumerate((50, 10, 30)):
        merger.add(message(offset, at_ms))
    assert places(list(merger.ready())) == [(0, 0), (0, 1), (0, 2)]


def test_nobody_is_waited_for_longer_than_the_hold() -> None:
    clock = Clock()
    merger = make_merger(clock)
    merger.add(message(0))
    clock.now_s = 1.9
    assert list(merger.ready()) == []
    clock.now_s = 2.1
    assert places(list(merger.ready())) == [(0, 0)]


def test_a_crowded_partition_is_named_until_it_is_hungry_again() -> None:
    merger = make_merger(limit_bytes=10_000)
    for offset in range(5):
        merger.add(message(offset, value=b"x" * 1000))
    assert merger.crowded() == {A}
    assert merger.hungry() == {B}
    merger.add(message(0, 10_000, partition=1))
    list(merger.ready())
    assert merger.crowded() == set()
    assert merger.hungry() == {A, B}


def test_what_is_held_has_a_bound() -> None:
    merger = make_merger(limit_bytes=10_000)
    n_out = 0
    for offset in range(100):
        merger.add(message(offset, value=b"x" * 1000))
        n_out += len(list(merger.ready()))
    assert n_out >= 85


def test_message_without_a_timestamp_counts_when_it_was_recorded() -> None:
    merger = make_merger()
    merger.add(message(0, timestamp_ms=-1, recorded_at_ns=7))
    merger.add(message(0, partition=1))
    assert places(list(merger.drain())) == [(0, 0), (1, 0)]
