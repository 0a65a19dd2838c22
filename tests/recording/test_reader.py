"""Messages come in order, the ones that were asked for; what is no recording is said to be none."""

from pathlib import Path

import pytest

from recording.errors import RecordingError
from recording.reader import open_recording
from tests.recording.kafka_records import BEGIN_MS, read, record, write

NS = 10**6


def test_messages_come_in_the_order_of_their_times_across_chunks(tmp_path: Path) -> None:
    records = [record(n, timestamp_ms=BEGIN_MS + n * 37 % 50) for n in range(200)]
    path = write(tmp_path / "x.mcap", records, chunk_bytes=2000)
    assert read(path) == sorted(records, key=lambda each: each.timestamp_ms)


def test_messages_are_chosen_by_topic_camera_and_time(tmp_path: Path) -> None:
    records = [record(n, key=[b"gate", b"yard"][n % 2], topic=["a", "b"][n // 2 % 2]) for n in range(20)]
    path = write(tmp_path / "x.mcap", records, chunk_bytes=1000)
    assert read(path, topics=["a"], cameras=["yard"]) == records[1::4]
    assert read(path, start_ns=(BEGIN_MS + 500) * NS, end_ns=(BEGIN_MS + 800) * NS) == records[5:8]
    assert read(path, topics=[]) == []


def test_messages_without_a_text_as_key_are_of_no_camera(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mcap", [record(0, key=None), record(1, key=b"\xff")])
    assert read(path, cameras=["gate"]) == []
    assert len(read(path)) == 2


def test_a_recording_without_messages_is_one(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mcap", [])
    with open_recording(path) as recording:
        info = recording.info
        assert list(recording.messages()) == []
    assert (info.n_messages, info.first_ns, info.duration_ns, info.closed) == (0, None, 0, True)


def test_two_readings_of_one_recording_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mcap", [record(n) for n in range(50)], chunk_bytes=1000)
    with open_recording(path) as recording:
        pairs = list(zip(recording.messages(), recording.messages(), strict=True))
    assert all(one == other for one, other in pairs)
    assert len(pairs) == 50


@pytest.mark.parametrize("content", [b"", b"\x89MCAP", b"\xff\xd8\xff", b"{}" * 50])
def test_a_file_that_is_no_recording_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.mcap"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match="expected an MCAP file"):
        open_recording(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"cannot open .*x\.mcap.*No such file"):
        open_recording(tmp_path / "x.mcap")
    with pytest.raises(RecordingError, match="cannot open"):
        open_recording(tmp_path)
