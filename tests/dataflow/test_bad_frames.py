"""One bad message is one rejected record with the reason, and nothing else."""

import struct

import pytest

from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import SAMPLES, Topics, offsets_of

pytestmark = pytest.mark.integration

GOOD = SAMPLES[0]
ABSURD_TIME = [("captured_at", b"0001-01-01T00:00:00+23:59")]


def gigapixel_bomb() -> bytes:
    """A small JPEG whose header claims 65,500 x 65,500 pixels."""
    start = next(i for i in range(len(GOOD)) if GOOD[i : i + 2] in (b"\xff\xc0", b"\xff\xc1", b"\xff\xc2"))
    return GOOD[: start + 5] + struct.pack(">HH", 65_500, 65_500) + GOOD[start + 9 :]


def one_pixel() -> bytes:
    start = next(i for i in range(len(GOOD)) if GOOD[i : i + 2] in (b"\xff\xc0", b"\xff\xc1", b"\xff\xc2"))
    return GOOD[: start + 5] + struct.pack(">HH", 1, 1) + GOOD[start + 9 :]


BAD = {
    "cut off": (b"gate", GOOD[: len(GOOD) // 2], [], "corrupt_jpeg"),
    "1 x 1": (b"gate", one_pixel(), [], "too_small"),
    "a text": (b"gate", b"no picture, sorry", [], "not_jpeg"),
    "nothing": (b"gate", b"", [], "empty"),
    "a bomb": (b"gate", gigapixel_bomb(), [], "too_large"),
    "no key": (None, GOOD, [], "no_key"),
    "a key that names no camera": (b"\xff gate\n" + b"x" * 5000, GOOD, [], "bad_camera_id"),
    "a negative seq": (b"gate", GOOD, [("seq", b"-1")], "bad_headers"),
    "a time out of range": (b"gate", GOOD, ABSURD_TIME, "bad_headers"),
    "a header that is no text": (b"gate", GOOD, [("stream_id", b"\xff\xfe")], "bad_headers"),
    "very long headers": (b"gate", GOOD, [("seq", b"9" * 200_000)] * 5, "bad_headers"),
    "very many headers": (b"gate", b"x", [(f"h{i}", b"x") for i in range(5000)], "not_jpeg"),
}


def test_each_bad_frame_is_one_rejected_record_and_the_others_are_scored(io: Topics, make_flow: MakeFlow) -> None:
    flow = make_flow().start_reading()
    for seq, (key, value, headers, _) in enumerate(BAD.values()):
        io.put_frame("gate", seq, 0)
        io.put(key, value, headers)
    io.put_frame("gate", len(BAD), 0)
    io.flush()
    io.wait_for(results=len(BAD) + 1, rejected=len(BAD))
    assert flow.terminate() == 0

    rejected = io.rejected()
    assert dict(zip(BAD, [record.reason for record in rejected], strict=True)) == {
        name: reason for name, (_, _, _, reason) in BAD.items()
    }
    assert offsets_of(rejected) == list(range(1, 2 * len(BAD), 2))
    assert offsets_of(io.results()) == list(range(0, 2 * len(BAD) + 1, 2))
    assert [record.window_count for record in io.results()] == list(range(1, len(BAD) + 2))


def test_a_rejected_record_tells_what_came(io: Topics, make_flow: MakeFlow) -> None:
    make_flow().start_reading()
    io.put(b"gate", b"no picture" * 20, [("vendor", b"\x00\xff"), ("empty", None)], partition=2)
    io.flush()
    io.wait_for(rejected=1)
    (record,) = io.rejected(2)
    assert record.camera_id == "gate"
    assert record.frame_id == f"{io.names.frames}-2-0"
    assert record.size_bytes == 200
    assert bytes.fromhex(record.first_bytes) == (b"no picture" * 20)[:64]
    assert bytes.fromhex(record.key or "") == b"gate"
    assert record.headers == [["vendor", "00ff"], ["empty", None]]


def test_a_frame_without_headers_is_scored_at_its_kafka_time(io: Topics, make_flow: MakeFlow) -> None:
    make_flow().start_reading()
    io.put(b"gate", GOOD)
    io.flush()
    io.wait_for(results=1)
    (record,) = io.results()
    assert (record.seq, record.stream_id, record.camera_id) == (None, None, "gate")
    assert 0 <= record.latency_ms < 60_000
