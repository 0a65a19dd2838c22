"""How far a partition is recorded."""

from recording.recorder.track import Track


def test_each_offset_is_wanted_once_and_before_the_end_only() -> None:
    track = Track(5, end=8)
    assert [offset for offset in range(10) if track.wants(offset)] == [5, 6, 7]
    track.take(6)
    assert [offset for offset in range(10) if track.wants(offset)] == [7]


def test_offsets_that_were_passed_over_are_told_once() -> None:
    track = Track(5)
    assert list(track.take(5)) == []
    assert list(track.take(9)) == [6, 7, 8]
    assert list(track.take(10)) == []


def test_nothing_beyond_the_end_counts_as_passed_over() -> None:
    track = Track(5, end=8)
    assert list(track.pass_to(100)) == [5, 6, 7]
    assert track.done
    assert list(track.pass_to(200)) == []


def test_going_back_changes_nothing() -> None:
    track = Track(5)
    assert list(track.pass_to(3)) == []
    assert track.next_offset == 5


def test_track_without_an_end_is_never_done() -> None:
    track = Track(5)
    track.take(10_000)
    assert not track.done


def test_empty_track_is_done_at_once() -> None:
    assert Track(5, end=5).done
    assert Track(5, end=3).done
