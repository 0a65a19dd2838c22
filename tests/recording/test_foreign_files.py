"""Recordings that other tools made: rosbag2's, and Foxglove's."""

from pathlib import Path

import pytest
from foxglove_schemas_protobuf.CompressedImage_pb2 import CompressedImage
from mcap.writer import CompressionType, Writer
from mcap_ros2.writer import Writer as RosWriter

from recording.channels import image_schema
from recording.message import RecordedMessage, TimestampType
from recording.reader import open_recording
from recording.writer import RecordingWriter
from tests.recording.kafka_records import BEGIN_MS, JPEG, read

ROS_DEFINITION = """std_msgs/Header header
string format
uint8[] data
================================================================================
MSG: std_msgs/Header
builtin_interfaces/Time stamp
string frame_id
================================================================================
MSG: builtin_interfaces/Time
int32 sec
uint32 nanosec
"""
TENTH_NS = 100_000_000
BEGIN_NS = BEGIN_MS * 1_000_000


def picture(number: int) -> bytes:
    """Pictures of many lengths, as CDR pads its fields."""
    return JPEG + bytes(number)


def frame(number: int, camera: str) -> RecordedMessage:
    """What a picture of another tool becomes."""
    return RecordedMessage(
        topic="thermal-frames",
        partition=0,
        offset=number,
        key=camera.encode(),
        value=picture(number),
        headers=(),
        timestamp_ms=BEGIN_MS + 100 * number,
        timestamp_type=TimestampType.CREATE,
    )


def write_bag(path: Path, frame_id: str) -> Path:
    """Write two cameras as rosbag2 does, one after the other in turns."""
    with path.open("wb") as file:
        writer = RosWriter(file)
        schema = writer.register_msgdef("sensor_msgs/msg/CompressedImage", ROS_DEFINITION)
        for number in range(6):
            seconds, nanoseconds = divmod(BEGIN_NS + number * TENTH_NS, 10**9)
            stamp = {"sec": seconds, "nanosec": nanoseconds}
            writer.write_message(
                topic=["/front/image_raw/compressed", "/rear/image_raw/compressed"][number % 2],
                schema=schema,
                message={
                    "header": {"stamp": stamp, "frame_id": frame_id},
                    "format": "mono8; jpeg compressed mono8",
                    "data": picture(number),
                },
                log_time=BEGIN_NS + number * TENTH_NS,
                publish_time=BEGIN_NS + number * TENTH_NS,
                sequence=number,
            )
        writer.finish()  # type: ignore[no-untyped-call]
    return path


@pytest.mark.parametrize("frame_id", ["", "c", "lens", "camera_link", "ünï"])
def test_a_bag_of_ros_is_read(frame_id: str, tmp_path: Path) -> None:
    path = write_bag(tmp_path / "bag.mcap", frame_id)
    assert read(path) == [frame(number, ["front", "rear"][number % 2]) for number in range(6)]
    with open_recording(path) as recording:
        assert recording.info.foreign
        assert (recording.info.topics, recording.info.cameras) == ({"thermal-frames": 6}, {"front": 3, "rear": 3})


def test_pictures_keep_their_numbers_when_only_some_are_read(tmp_path: Path) -> None:
    path = write_bag(tmp_path / "bag.mcap", "lens")
    assert [m.offset for m in read(path, cameras=["rear"])] == [1, 3, 5]


@pytest.mark.parametrize("compression", [CompressionType.NONE, CompressionType.LZ4, CompressionType.ZSTD])
@pytest.mark.parametrize("chunked", [True, False])
def test_a_file_of_foxglove_is_read_but_for_what_is_no_picture(
    compression: CompressionType, chunked: bool, tmp_path: Path
) -> None:
    path = tmp_path / "x.mcap"
    writer = Writer(str(path), compression=compression, use_chunking=chunked)
    writer.start()
    images = writer.register_channel(
        "/gate", "protobuf", writer.register_schema("foxglove.CompressedImage", "protobuf", image_schema())
    )
    log = writer.register_channel("/log", "json", writer.register_schema("foxglove.Log", "jsonschema", b"{}"))
    for number in range(5):
        time_ns = BEGIN_NS + number * TENTH_NS
        image = CompressedImage(frame_id="lens", format="jpeg", data=picture(number))
        writer.add_message(images, time_ns, image.SerializeToString(), time_ns)
        writer.add_message(log, time_ns, b"{}", time_ns)
    writer.finish()  # type: ignore[no-untyped-call]
    assert [m.value for m in read(path)] == [picture(number) for number in range(5)]
    assert {m.key for m in read(path)} == {b"gate"}


def test_pictures_of_another_tool_can_be_written_as_a_recording(tmp_path: Path) -> None:
    messages = read(write_bag(tmp_path / "bag.mcap", "lens"))
    with RecordingWriter(tmp_path / "x.mcap") as writer:
        for message in messages:
            writer.write(message)
    assert read(tmp_path / "x.mcap") == messages
