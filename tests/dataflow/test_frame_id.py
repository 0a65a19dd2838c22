"""Frame ids, also of topics whose names look like ids."""

import pytest

from dataflow.frame_id import make_frame_id, offset_in


@pytest.mark.parametrize("topic", ["frames", "thermal-frames", "a-1-2", "t-0"])
def test_an_offset_comes_back_from_its_id(topic: str) -> None:
    assert offset_in(make_frame_id(topic, 3, 1234), topic, 3) == 1234


@pytest.mark.parametrize("text", ["", "frames", "frames-0-", "frames-0-x", "frames-0--1", "frames-1-5", "x-frames-0-5"])
def test_an_id_of_elsewhere_has_no_offset(text: str) -> None:
    assert offset_in(text, "frames", 0) is None


def test_an_id_of_a_topic_that_begins_alike_has_no_offset() -> None:
    assert offset_in(make_frame_id("frames-0", 1, 7), "frames", 0) is None
