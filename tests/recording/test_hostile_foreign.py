"""Files of other tools that are wrong in themselves: a clear line or nothing of it, never a traceback."""

import struct
from pathlib import Path

import pytest
from mcap.opcode import Opcode

from recording.errors import RecordingError
from tests.recording import mcap_parts as mcap
from tests.recording.kafka_records import JPEG, read

FOXGLOVE = mcap.schema(1, "foxglove.CompressedImage", "protobuf") + mcap.channel(1, 1, "/gate", "protobuf")
ROS = mcap.schema(1, "sensor_msgs/msg/CompressedImage", "ros2msg") + mcap.channel(1, 1, "/gate", "cdr")
CDR = b"\x00\x01\x00\x00"
STAMP = bytes(8)
EMPTY_TEXT = struct.pack("<I", 1) + b"\x00" * 4


def protobuf(picture: bytes) -> bytes:
    """A `foxglove.CompressedImage` of nothing but its picture."""
    return b"\x12" + bytes([len(picture)]) + picture


REFUSED = {
    "a message of a channel that is not there": mcap.chunk(mcap.message(9, 1, b"x")),
    "a channel whose name is no text": mcap.chunk(FOXGLOVE + mcap.channel(2, 1, b"\xff\xfe", "protobuf")),
    "a schema longer than its record": mcap.part(Opcode.SCHEMA, b"\x01\x00\xff\xff\xff\xff"),
    "an image that is no protobuf": mcap.chunk(FOXGLOVE + mcap.message(1, 1, b"\xff" * 50)),
    "an image with a field of gigabytes": mcap.chunk(FOXGLOVE + mcap.message(1, 1, b"\x12\xff\xff\xff\xff\x07")),
    "a chunk of zeros": mcap.chunk(bytes(2**24)),
    "a message shorter than its head": mcap.chunk(FOXGLOVE + mcap.part(Opcode.MESSAGE, b"\x01")),
    "a time outside of its chunk": mcap.chunk(FOXGLOVE + mcap.message(1, 2**64 - 1, protobuf(JPEG))),
    "an image in ROS that is empty": mcap.chunk(ROS + mcap.message(1, 1, b"")),
    "an image in ROS without its picture": mcap.chunk(ROS + mcap.message(1, 1, CDR + STAMP + EMPTY_TEXT)),
    "a text in ROS of gigabytes": mcap.chunk(ROS + mcap.message(1, 1, CDR + STAMP + b"\xff\xff\xff\xff")),
    "a picture in ROS of gigabytes": mcap.chunk(
        ROS + mcap.message(1, 1, CDR + STAMP + EMPTY_TEXT + EMPTY_TEXT + b"\xff\xff\xff\xff" + JPEG)
    ),
    "an image in big-endian CDR": mcap.chunk(ROS + mcap.message(1, 1, b"\x00\x00\x00\x00" + STAMP + bytes(64))),
}
WITHOUT_PICTURES = {
    "no channel": b"",
    "a chunk of nothing": mcap.chunk(b""),
    "a channel without its schema": mcap.chunk(mcap.channel(1, 7, "/c", "protobuf") + mcap.message(1, 1, b"x")),
    "something else": mcap.chunk(
        mcap.channel(1, 0, "/kafka/thermal-frames", "json") + mcap.message(1, 1, b"[" * 99_999)
    ),
    "as many channels as there can be": mcap.chunk(b"".join(mcap.channel(n, 0, f"/{n}", "") for n in range(1, 2**16))),
}


def made(path: Path, *parts: bytes) -> Path:
    path.write_bytes(mcap.whole(*parts))
    return path


@pytest.mark.parametrize("what", REFUSED)
def test_damage_in_a_file_of_another_tool_is_one_line(what: str, tmp_path: Path) -> None:
    path = made(tmp_path / "x.mcap", REFUSED[what])
    with pytest.raises(RecordingError) as caught:
        read(path)
    line = str(caught.value)
    assert "\n" not in line
    assert "x.mcap" in line
    assert len(line) < 500


@pytest.mark.parametrize("what", WITHOUT_PICTURES)
def test_a_file_of_another_tool_without_pictures_has_no_messages(what: str, tmp_path: Path) -> None:
    assert read(made(tmp_path / "x.mcap", WITHOUT_PICTURES[what])) == []


@pytest.mark.parametrize("position", [8, 2**60])
def test_an_index_that_points_anywhere_is_not_followed(position: int, tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"
    head = mcap.MAGIC + mcap.part(Opcode.HEADER, mcap.text("") + mcap.text("by hand"))
    path.write_bytes(head + mcap.chunk(FOXGLOVE + mcap.message(1, 5, protobuf(JPEG))) + mcap.end(position))
    assert [message.value for message in read(path)] == [JPEG]
