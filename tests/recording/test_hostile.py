"""Files that are cut off, damaged or made to hurt: one clear line, whole messages, little memory; never a traceback."""

import itertools
import os
import struct
import zlib
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from recording.channels import GAP
from recording.copying import recover
from recording.errors import DamageError, RecordingError
from recording.message import RecordedMessage
from recording.reader import open_recording
from recording.reading.entries import Entry
from recording.reading.layout import walk
from recording.reading.merging import in_order
from recording.reading.records import MAGIC
from recording.reading.segments import Segment
from recording.salvage import Problem, survey
from recording.writer import RecordingWriter, WriterSettings
from tests.recording.kafka_records import RESULT, read, record, write

CHUNK_HEAD_BYTES = 9 + 32 + 4 + 8
"""What precedes the bytes of a chunk that is compressed with zstd."""
RECORDS = [record(n, key=[b"gate", b"yard"][n % 2]) for n in range(8)] + [
    record(8, topic="thermal-quality", value=RESULT),
    record(9, value=None),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write(tmp_path_factory.mktemp("whole") / "x.mcap", RECORDS, chunk_bytes=1000).read_bytes()


def try_to_read(path: Path) -> list[RecordedMessage]:
    """Read what can be read, in both ways; nothing but our errors may come."""
    salvaged: list[RecordedMessage] = []
    try:
        salvaged = [each for each in survey(path) if not isinstance(each, Problem)]
        with open_recording(path) as recording:
            assert recording.info.n_bytes == path.stat().st_size
            return list(recording.messages())
    except RecordingError as error:
        assert "\n" not in str(error)
        return salvaged


def test_a_note_on_missing_offsets_that_says_nothing_is_told_with_the_files_name(tmp_path: Path) -> None:
    """Found by fuzzing: the one word of a damaged file that came out without its file."""
    path = tmp_path / "x.mcap"
    with RecordingWriter(path) as writer:
        writer.note(GAP, {"topic": "frames"})
    with open_recording(path) as recording, pytest.raises(RecordingError, match=r"x\.mcap.*a note on missing offsets"):
        recording.info  # noqa: B018 - asking is the point


def test_a_file_that_was_cut_off_gives_the_messages_before_the_cut(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"
    counts = []
    for length in (*range(len(MAGIC), len(whole), 23), *range(len(whole) - 40, len(whole))):
        path.write_bytes(whole[:length])
        messages = read(path)
        assert messages == RECORDS[: len(messages)]
        counts.append(len(messages))
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, len(RECORDS))


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_a_file_with_changed_bytes_gives_what_was_written_or_an_error(data: st.DataObject, whole: bytes) -> None:
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert all(message in RECORDS for message in through_memory(bytes(damaged)))


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(tail=st.binary(max_size=400), opcode=st.integers(0, 255), length=st.integers(0, 2**64 - 1))
def test_any_bytes_are_read_or_refused(tail: bytes, opcode: int, length: int) -> None:
    through_memory(MAGIC + struct.pack("<BQ", opcode, length % (len(tail) + 2)) + tail)
    through_memory(MAGIC + struct.pack("<BQ", opcode, length) + tail)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(content=st.binary(max_size=300))
def test_any_content_of_a_chunk_is_read_or_refused(content: bytes) -> None:
    through_memory(MAGIC + chunk(content, "", len(content)))


def through_memory(content: bytes) -> list[RecordedMessage]:
    """Read bytes as a file that is in memory only."""
    with open(os.memfd_create("x"), "w+b", buffering=0) as file:
        file.write(content)
        return try_to_read(Path(f"/proc/self/fd/{file.fileno()}"))


def chunk(stored: bytes, compression: str, n_bytes: int, crc: int = 0) -> bytes:
    name = compression.encode()
    head = struct.pack("<QQQII", 0, 2**63, n_bytes, crc, len(name)) + name + struct.pack("<Q", len(stored))
    return struct.pack("<BQ", 6, len(head) + len(stored)) + head + stored


def segments_of(path: Path) -> list[Segment]:
    with path.open("rb", buffering=0) as file:
        return walk(file).segments


def test_a_damaged_chunk_is_named_with_its_place_and_the_others_are_recovered(tmp_path: Path) -> None:
    records = [record(n) for n in range(40)]
    path = write(tmp_path / "x.mcap", records, chunk_bytes=2000)
    content = bytearray(path.read_bytes())
    segments = segments_of(path)
    n_chunks = len(segments)
    content[segments[2].offset + 40] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=r"checksum|zstd"):
        read(path)
    n_messages, problems = recover(path, tmp_path / "y.mcap", WriterSettings(), lambda _: None)
    assert len(problems) == 1
    assert len(records) * (n_chunks - 2) // n_chunks <= n_messages < len(records)
    assert all(message in records for message in read(tmp_path / "y.mcap"))


def test_what_stands_behind_a_head_that_makes_no_sense_is_recovered(tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"
    with RecordingWriter(path) as writer:
        for n in range(4):
            writer.write(record(n))
            writer.flush()
    content = path.read_bytes()
    second = segments_of(path)[1].offset - CHUNK_HEAD_BYTES
    path.write_bytes(content[:second] + b"\xff" * 9 + content[second + 9 :])
    with pytest.raises(RecordingError, match="recover"):
        open_recording(path)
    n_messages, problems = recover(path, tmp_path / "y.mcap", WriterSettings(), lambda _: None)
    assert (n_messages, read(tmp_path / "y.mcap")) == (3, [record(0), record(2), record(3)])
    assert problems


def test_a_sparse_file_of_five_gigabytes_is_refused_at_once(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.mcap"
    for begin in (b"", MAGIC, MAGIC + struct.pack("<BQ", 6, 5 * 2**30 - 100), whole[:300]):
        with path.open("wb") as file:
            file.write(begin)
            file.truncate(5 * 2**30)
        with pytest.raises(RecordingError):
            read(path)


@pytest.mark.parametrize(
    "compressed",
    [
        chunk(zstandard.compress(bytes(2**28 + 1)), "zstd", 2**40),
        chunk(zstandard.compress(bytes(2**28)), "zstd", 100),
        chunk(b"", "zstd", 2**28),
        chunk(b"\x04\x22\x4d\x18" + bytes(50), "lz4", 2**63),
        chunk(b"abc", "brotli", 3),
        chunk(struct.pack("<BQ", 5, 2**63), "", 9),
        chunk(struct.pack("<BQ", 5, 3) + b"abc", "", 12),
        chunk(struct.pack("<BQ", 3, 6) + struct.pack("<HI", 1, 2**32 - 1), "", 15, zlib.crc32(b"")),
    ],
)
def test_a_chunk_that_lies_about_itself_is_refused(tmp_path: Path, compressed: bytes) -> None:
    path = tmp_path / "x.mcap"
    path.write_bytes(MAGIC + compressed)
    with pytest.raises(RecordingError):
        read(path)


def test_no_more_messages_wait_for_their_turn_than_fit_into_memory() -> None:
    many = Segment(0, 0, "", 0, 0, 5, 5)
    same = Entry(5, 0, 0, 0, 1, None)
    with pytest.raises(DamageError, match="overlap"):
        list(in_order([(0, many)], lambda *_: itertools.repeat(same)))


def test_a_value_that_nests_deeply_is_kept_as_bytes(tmp_path: Path) -> None:
    deep = record(0, value=b'{"a":' * 150_000)
    assert read(write(tmp_path / "x.mcap", [deep])) == [deep]
