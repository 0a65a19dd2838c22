"""What is written comes back byte for byte, whatever Kafka allows, and the reference reader understands it."""

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from foxglove_schemas_protobuf.CompressedImage_pb2 import CompressedImage
from mcap.reader import make_reader

from flir_iqa.errors import SettingsError
from recording.errors import RecordingError
from recording.gaps import Gap, GapReason
from recording.message import RecordedMessage, TimestampType
from recording.reader import open_recording
from recording.writer import Compression, RecordingWriter, WriterSettings
from tests.recording.kafka_records import BEGIN_MS, JPEG, RESULT, read, record, write

ODD = [
    record(0, value=None),
    record(1, key=None),
    record(2, key=b"\xff\x00", value=b"\x00\xff no picture"),
    record(3, value=b""),
    record(4, headers=(("twice", b"a"), ("twice", b"b"), ("", None), ("bytes", b"\xff"), ("empty", b""))),
    record(5, topic="thermal-quality", value=RESULT),
    record(6, topic="thermal-quality", value=b'{"cut": '),
    record(7, topic="thermal-quality", value=b"[" * 100_000),
    record(8, topic="thermal-quality", value=b"\xef\xbb\xbf{}"),
    record(9, key=b"no camera/id"),
    record(2**62, partition=2**31 - 1, timestamp_ms=BEGIN_MS + 1000),
    record(11, timestamp_type=TimestampType.LOG_APPEND, recorded_at_ns=None),
]


@pytest.mark.parametrize("compression", list(Compression))
def test_each_record_comes_back_byte_for_byte(tmp_path: Path, compression: Compression) -> None:
    assert read(write(tmp_path / "x.mcap", ODD, compression=compression)) == ODD


def test_records_without_a_timestamp_have_the_place_at_which_they_were_recorded(tmp_path: Path) -> None:
    late = record(1, timestamp_ms=-1, timestamp_type=TimestampType.NONE, recorded_at_ns=(BEGIN_MS + 10) * 10**6)
    lost = record(2, timestamp_ms=-1, timestamp_type=TimestampType.NONE, recorded_at_ns=None)
    absurd = record(3, timestamp_ms=2**63 - 1)
    assert read(write(tmp_path / "x.mcap", [record(0), absurd, late, lost])) == [lost, record(0), late, absurd]


def test_the_reference_reader_finds_pictures_and_their_time(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mcap", [record(n) for n in range(3)])
    with path.open("rb") as file:
        found = list(make_reader(file, validate_crcs=True).iter_messages(topics=["/cameras/gate"]))
    schema, channel, message = found[1]
    assert schema is not None
    assert (schema.name, schema.encoding, channel.message_encoding) == (
        "foxglove.CompressedImage",
        "protobuf",
        "protobuf",
    )
    image = CompressedImage.FromString(message.data)
    assert (image.data, image.format, image.frame_id) == (JPEG + b"1", "jpeg", "gate")
    assert message.log_time == (BEGIN_MS + 100) * 10**6
    assert message.publish_time == image.timestamp.ToNanoseconds() == BEGIN_MS * 10**6


def test_results_are_channels_of_json_with_a_schema(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mcap", [record(0, topic="thermal-quality", value=RESULT)])
    with path.open("rb") as file:
        ((schema, channel, message),) = make_reader(file).iter_messages(topics=["/topics/thermal-quality"])
    assert schema is not None
    assert (schema.encoding, channel.message_encoding, message.data) == ("jsonschema", "json", RESULT)


def test_what_is_in_a_recording_stands_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"
    gap = Gap(topic="thermal-frames", partition=1, from_offset=3, to_offset=7, reason=GapReason.RETENTION)
    with RecordingWriter(path) as writer:
        for n in range(3):
            writer.write(record(n, key=[b"gate", b"yard"][n % 2]))
        writer.note_gap(gap)
        writer.write(record(7, topic="thermal-quality", value=RESULT))
    with open_recording(path) as recording:
        info = recording.info
    assert (info.topics, info.cameras) == ({"thermal-frames": 3, "thermal-quality": 1}, {"gate": 3, "yard": 1})
    assert (info.n_messages, info.duration_ns, info.gaps) == (4, 700 * 10**6, (gap,))
    assert (info.closed, info.foreign, info.compression) == (True, False, ("zstd",))


def test_what_was_flushed_is_there_without_the_end(tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"
    writer = RecordingWriter(path)
    writer.write(record(0))
    writer.flush()
    writer.write(record(1))
    with open_recording(path) as recording:
        assert not recording.info.closed
        assert list(recording.messages()) == [record(0)]
    writer.close()
    writer.close()
    assert read(path) == [record(0), record(1)]


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"
    path.write_text("mine")
    with pytest.raises(RecordingError, match="exists already"):
        RecordingWriter(path)
    assert path.read_text() == "mine"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"cannot write .*No such file"):
        RecordingWriter(tmp_path / "none" / "x.mcap")


def test_a_closed_recording_takes_no_more(tmp_path: Path) -> None:
    writer = RecordingWriter(tmp_path / "x.mcap")
    writer.close()
    with pytest.raises(RecordingError, match="closed"):
        writer.write(record(0))


def test_a_chunk_of_a_gigabyte_is_refused() -> None:
    with pytest.raises(SettingsError, match="chunk_bytes"):
        WriterSettings(chunk_bytes=2**30)


def test_a_full_disk_leaves_what_was_written_intact(tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"
    written = fill(path, limit=200_000)
    messages = read(path)
    assert 0 < len(messages) < written
    assert messages == [big(n) for n in range(len(messages))]


def big(n: int) -> RecordedMessage:
    return record(n, value=JPEG + bytes([n % 256]) * 9000)


def fill(path: Path, limit: int) -> int:
    """Write until the file may grow no more, with the limit set in this process only for as long as that takes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    n = 0
    try:
        with pytest.raises(RecordingError, match=f"{os.strerror(errno.EFBIG)}; what was written before is intact"):
            with RecordingWriter(path, WriterSettings(compression=Compression.NONE, chunk_bytes=30_000)) as writer:
                while n < 1000:
                    writer.write(big(n))
                    n += 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    return n


def test_importing_the_writer_needs_no_kafka() -> None:
    code = "import sys, recording.writer, recording.reader; sys.exit('confluent_kafka' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
