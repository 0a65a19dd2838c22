"""Frames of recordings: one set a camera, a frame a second."""

from pathlib import Path

import numpy as np
import pytest

from flir_iqa.encoding import encode_frame
from recording.message import RecordedMessage, TimestampType
from recording.writer import RecordingWriter
from training.datasets import load_frame_set, load_frame_sets
from training.datasets.recordings import load_recording
from training.distortions import Frame
from training.errors import DatasetError

BEGIN_MS = 1_700_000_000_000
RESULT = b'{"camera_id": "gate"}'


def message(camera: bytes | None, time_s: float, value: bytes | None, topic: str = "thermal-frames") -> RecordedMessage:
    return RecordedMessage(
        topic=topic,
        partition=0,
        offset=round(time_s * 10),
        key=camera,
        value=value,
        headers=(),
        timestamp_ms=BEGIN_MS + round(time_s * 1000),
        timestamp_type=TimestampType.CREATE,
    )


def write(path: Path, messages: list[RecordedMessage]) -> Path:
    with RecordingWriter(path) as writer:
        for each in messages:
            writer.write(each)
    return path


@pytest.fixture
def jpeg(scene: Frame) -> bytes:
    return encode_frame(scene)


@pytest.fixture
def night(tmp_path: Path, jpeg: bytes) -> Path:
    """Two cameras, three seconds at 10 frames a second, and results."""
    messages = [message(camera, n / 10, jpeg) for n in range(30) for camera in (b"yard", b"gate")]
    return write(tmp_path / "night.mcap", [*messages, message(b"gate", 3, RESULT, "image-quality-data")])


def test_each_camera_is_a_set_with_a_frame_a_second(night: Path, scene: Frame) -> None:
    gate, yard = load_frame_sets([night])
    assert (gate.name, yard.name) == ("night-gate", "night-yard")
    assert gate.paths == tuple(night / "gate" / f"frame-{number:06d}" for number in (0, 10, 20))
    assert [frame.shape for frame in yard.frames] == [scene.shape] * 3
    assert not gate.skipped
    assert not yard.skipped


def test_all_frames_can_be_read(night: Path) -> None:
    assert [len(each.frames) for each in load_recording(night, step_s=0)] == [30, 30]


def test_one_camera_can_be_named(night: Path) -> None:
    assert load_frame_set(night / "yard").name == "night-yard"
    assert [each.name for each in load_frame_sets([night / "yard"])] == ["night-yard"]


def test_where_one_set_is_wanted_several_cameras_are_refused_by_name(night: Path) -> None:
    with pytest.raises(DatasetError, match=r"expected one camera, got 2.*night\.mcap/gate .*night\.mcap/yard"):
        load_frame_set(night)


def test_a_camera_that_is_not_there_is_refused(night: Path) -> None:
    with pytest.raises(DatasetError, match=r"expected frames in '.*/roof', found none"):
        load_frame_set(night / "roof")


def test_a_damaged_frame_is_named_and_the_next_one_taken(tmp_path: Path, jpeg: bytes) -> None:
    damaged = message(b"gate", 0, jpeg[: len(jpeg) // 2])
    (gate,) = load_recording(write(tmp_path / "n.mcap", [damaged, message(b"gate", 0.1, jpeg)]))
    assert [path.name for path in gate.paths] == ["frame-000001"]
    assert "frame-000000" in gate.skipped[0].reason


def test_messages_without_value_or_key_do_no_harm(tmp_path: Path, jpeg: bytes) -> None:
    (found,) = load_recording(write(tmp_path / "n.mcap", [message(b"gate", 0, None), message(None, 1, jpeg)]))
    assert found.name == "n-no-camera"


def test_what_comes_before_a_break_counts_and_the_break_is_named(tmp_path: Path) -> None:
    pictures = [encode_frame(np.random.default_rng(n).integers(0, 255, (120, 160), np.uint8)) for n in range(400)]
    path = write(tmp_path / "n.mcap", [message(b"gate", n, each) for n, each in enumerate(pictures)])
    data = bytearray(path.read_bytes())
    data[len(data) * 3 // 4] ^= 0xFF
    path.write_bytes(data)
    (gate,) = load_recording(path)
    assert 0 < len(gate.frames) < 400
    assert "n.mcap" in gate.skipped[-1].reason


@pytest.mark.parametrize("content", [b"", b"no recording"])
def test_a_broken_recording_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "n.mcap").write_bytes(content)
    with pytest.raises(DatasetError, match=r"n\.mcap"):
        load_frame_sets([tmp_path / "n.mcap"])


def test_a_recording_without_frames_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = write(tmp_path / "n.mcap", [message(b"gate", 0, b"no picture")])
    with pytest.raises(DatasetError, match=r"found none that can be read; cannot read .*frame-000000"):
        load_frame_sets([path])


def test_a_missing_recording_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"nowhere\.mcap.*No such file"):
        load_frame_sets([tmp_path / "nowhere.mcap"])


def test_a_negative_step_is_refused(night: Path) -> None:
    with pytest.raises(DatasetError, match=r"got -1"):
        load_recording(night, step_s=-1)
