"""When a frame was captured stands in its header, and a header may say anything."""

from pathlib import Path

import pytest
from mcap.reader import make_reader

from tests.recording.kafka_records import BEGIN_MS, read, record, write


@pytest.mark.parametrize(
    ("captured_at", "expected_ns"),
    [
        (b"2023-11-14T22:13:19.500Z", (BEGIN_MS - 500) * 10**6),
        (b"1960-01-01T00:00:00.000Z", BEGIN_MS * 10**6),
        (b"2300-01-01T00:00:00.000Z", BEGIN_MS * 10**6),
        (b"9999-12-31T23:59:59.999Z", BEGIN_MS * 10**6),
        (b"yesterday", BEGIN_MS * 10**6),
        (b"\xff", BEGIN_MS * 10**6),
    ],
)
def test_a_time_beyond_what_a_file_can_hold_is_replaced_and_its_header_kept(
    captured_at: bytes, expected_ns: int, tmp_path: Path
) -> None:
    frame = record(0, headers=(("captured_at", captured_at),))
    path = write(tmp_path / "x.mcap", [frame])
    assert read(path) == [frame]
    with path.open("rb") as file:
        assert {message.publish_time for *_, message in make_reader(file).iter_messages()} == {expected_ns}
