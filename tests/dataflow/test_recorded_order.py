"""Records of several partitions in one order."""

from dataflow.items import ToSink
from dataflow.recorded_order import RecordedOrder
from tests.dataflow.flows import refused
from tests.dataflow.frames import KeptRecords, make_frame


def orders(places: list[tuple[int, int]], written: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return what is written on, after each record."""
    kept = KeptRecords()
    order = RecordedOrder(kept, "frames")
    assert len(list(order.noting(make_frame(0, "gate", *place) for place in places))) == len(places)
    seen = []
    for partition, offset in written:
        order.write(refused(offset, partition))
        seen.append([_place(item) for item in kept.items])
    return seen


def _place(item: ToSink) -> tuple[int, int]:
    _, partition, offset = item.record.frame_id.split("-")  # type: ignore[union-attr]
    return int(partition), int(offset)


def test_a_record_waits_for_those_before_it() -> None:
    assert orders([(1, 0), (0, 0), (1, 1)], [(0, 0), (1, 0), (1, 1)]) == [
        [],
        [(1, 0), (0, 0)],
        [(1, 0), (0, 0), (1, 1)],
    ]


def test_a_frame_that_was_recorded_twice_is_written_twice() -> None:
    assert orders([(0, 0), (0, 0), (0, 1)], [(0, 0), (0, 0), (0, 1)])[-1] == [(0, 0), (0, 0), (0, 1)]
