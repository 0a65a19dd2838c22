"""What a record says of how far its dataflow is."""

import pytest

from recording.playing.following import place_in


def test_a_record_names_its_frame() -> None:
    assert place_in(b'{"frame_id": "replay-thermal-frames-11-4711"}') == (("replay-thermal-frames", 11), 4711)


@pytest.mark.parametrize(
    "value",
    [
        *(None, b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000),
        *(b'{"frame_id": 7}', b'{"frame_id": "x"}', b'{"frame_id": "-1-2"}', b'{"frame_id": "t-a-2"}'),
        *(b'{"frame_id": "t-1-"}', b'{"frame_id": "t-1-%s"}' % (b"9" * 5000)),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_names_none_is_left_alone(value: bytes | None) -> None:
    assert place_in(value) is None
