"""Frames that were passed over: told rightly, or found."""

from dataclasses import replace

from chaos.evidence import Outcome
from chaos.shed import shed_frames
from tests.chaos.records import frames, rejected, result


def told(offset: int, shed_before: int) -> Outcome:
    shed = {"gate": shed_before} if shed_before else {}
    return replace(result(offset, shed_before=shed_before), shed=shed)


def test_frames_that_the_next_result_counts_are_shed() -> None:
    assert shed_frames(frames(), [told(0, 0), told(3, 2), told(4, 0), told(5, 0)], []) == ({(0, 1), (0, 2)}, [])


def test_a_rejected_frame_between_is_none_of_them() -> None:
    assert shed_frames(frames(), [told(0, 0), told(3, 1), told(5, 1)], [rejected(2)]) == ({(0, 1), (0, 4)}, [])


def test_one_too_many_or_too_few_is_found() -> None:
    for count in (1, 3):
        _, complaints = shed_frames(frames(), [told(0, 0), told(3, count), told(4, 0), told(5, 0)], [])
        assert len(complaints) == 2  # in the header, and in the record


def test_frames_behind_the_last_result_are_not_shed() -> None:
    assert shed_frames(frames(), [told(0, 0)], []) == (set(), [])


def test_a_rejected_frame_behind_the_last_result_tells_of_those_before_it() -> None:
    last = replace(rejected(4), shed={"gate": 2})
    assert shed_frames(frames(), [told(0, 0), told(1, 0)], [last]) == ({(0, 2), (0, 3)}, [])


def test_a_rejected_frame_behind_the_last_result_that_tells_too_few_is_found() -> None:
    _, complaints = shed_frames(frames(), [told(0, 0), told(1, 0)], [replace(rejected(4), shed={"gate": 1})])
    assert len(complaints) == 1
