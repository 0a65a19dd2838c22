"""What the frame topic says of cameras, each fault of it found."""

from datetime import UTC, datetime, timedelta

from chaos.cameras import longest_gap_s, out_of_order, published_twice, readers_at_once
from chaos.evidence import Frame

BEGIN = datetime(2026, 1, 31, 12, tzinfo=UTC)


def frame(offset: int, seq: int, stream_id: str = "a", at_s: float | None = None) -> Frame:
    moment = BEGIN + timedelta(seconds=seq if at_s is None else at_s)
    return Frame(0, offset, "gate", seq, None, "x", stream_id, moment)


def test_two_readers_one_after_the_other_are_well() -> None:
    frames = [frame(0, 0), frame(1, 1), frame(2, 0, "b", 5), frame(3, 1, "b", 6)]
    assert (published_twice(frames), out_of_order(frames), readers_at_once(frames)) == (0, 0, 0)


def test_a_frame_that_stands_there_twice_is_found() -> None:
    assert published_twice([frame(0, 0), frame(1, 1), frame(2, 1)]) == 1


def test_frames_out_of_order_are_found() -> None:
    assert out_of_order([frame(0, 1), frame(1, 0)]) == 1


def test_two_readers_at_once_are_found() -> None:
    assert readers_at_once([frame(0, 0), frame(1, 0, "b", 0.5), frame(2, 1)]) == 1


def test_the_longest_gap_counts_from_the_first_moment_to_the_last() -> None:
    frames = [frame(0, 1), frame(1, 2)]
    assert longest_gap_s(frames, "gate", BEGIN, BEGIN + timedelta(seconds=2.5)) == 1
    assert longest_gap_s(frames, "gate", BEGIN, BEGIN + timedelta(seconds=9)) == 7
    assert longest_gap_s(frames, "yard", BEGIN, BEGIN + timedelta(seconds=9)) == 9
