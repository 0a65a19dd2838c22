"""One bad message is one rejected record with the reason, and nothing else."""

import struct
import time

import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.raw_produce import produce_raw
from tests.dataflow.running import SAMPLES, Topics, offsets_of
from tests.dataflow.test_start import create

pytestmark = pytest.mark.integration

GOOD = SAMPLES[0]
ABSURD_TIME: list[tuple[str, bytes | None]] = [("captured_at", b"0001-01-01T00:00:00+23:59")]


def gigapixel_bomb() -> bytes:
    """A small JPEG whose header claims 65,500 x 65,500 pixels."""
    start = next(i for i in range(len(GOOD)) if GOOD[i : i + 2] in (b"\xff\xc0", b"\xff\xc1", b"\xff\xc2"))
    return GOOD[: start + 5] + struct.pack(">HH", 65_500, 65_500) + GOOD[start + 9 :]


def one_pixel() -> bytes:
    start = next(i for i in range(len(GOOD)) if GOOD[i : i + 2] in (b"\xff\xc0", b"\xff\xc1", b"\xff\xc2"))
    return GOOD[: start + 5] + struct.pack(">HH", 1, 1) + GOOD[start + 9 :]


BAD: dict[str, tuple[bytes | None, bytes, list[tuple[str, bytes | None]], str]] = {
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
    "very many headers": (b"gate", b"x", [(f"h{i}", b"x") for i in range(10_000)], "not_jpeg"),
    "a header of a megabyte": (b"gate", GOOD, [("seq", b"1" * 2**20)], "bad_headers"),
    "a header twice": (b"gate", GOOD, [("seq", b"1"), ("seq", b"1")], "bad_headers"),
    "a header without a value": (b"gate", GOOD, [("seq", None)], "bad_headers"),
    "a time without end": (b"gate", GOOD, [("captured_at", b"9" * 100_000)], "bad_headers"),
}
GOOD_IN_SPITE: list[tuple[str, bytes | None]] = [
    ("vendor", b"\xff"),
    ("vendor", b"x" * 2**20),
    *[(f"h{i}", b"x") for i in range(10_000)],
]


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


def test_headers_of_others_do_not_matter_however_absurd(io: Topics, make_flow: MakeFlow) -> None:
    make_flow().start_reading()
    io.put(b"gate", GOOD, GOOD_IN_SPITE)
    io.flush()
    io.wait_for(results=1)
    assert io.results()[0].camera_id == "gate"


def test_absurd_headers_are_cut_in_the_rejected_record(io: Topics, make_flow: MakeFlow) -> None:
    make_flow().start_reading()
    io.put(b"gate", b"x", GOOD_IN_SPITE)
    io.flush()
    io.wait_for(rejected=1)
    (message,) = io.messages(io.names.rejected, 0)
    (record,) = io.rejected()
    assert len(message.value() or b"") < 10_000
    assert record.headers[:2] == [["vendor", "ff"], ["vendor", "78" * 1024]]


def test_what_no_client_library_would_send_is_one_rejected_record_or_a_result_each(
    io: Topics, make_flow: MakeFlow, kafka: KafkaSettings, topics: TopicSettings
) -> None:
    """Kafka itself takes names that are not UTF-8 and, where a topic allows it, any timestamp."""
    create(kafka, topics.frames, 3, **{"message.timestamp.after.max.ms": str(2**63 - 1)})
    flow = make_flow().start_reading()
    now_ms = int(time.time() * 1000)
    produce_raw(kafka.bootstrap, topics.frames, 0, b"gate", GOOD, [(b"\xff\xfe", b"v"), (b"seq", b"7")], now_ms)
    for timestamp_ms in (-1, 2**62, 2**63 - 1, 253_402_300_799_999, 253_402_300_800_000):
        produce_raw(kafka.bootstrap, topics.frames, 0, b"gate", GOOD, [(b"", b"v")], timestamp_ms)
    io.wait_for(results=5, rejected=1)
    assert flow.terminate() == 0
    (record,) = io.rejected()
    assert (record.reason, record.headers) == ("bad_headers", [["\ufffd", None]])
    assert "UTF-8" in record.detail
    assert offsets_of(io.results()) == [1, 2, 3, 4, 5]
    assert "Traceback" not in flow.log
