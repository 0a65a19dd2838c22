"""Recordings of folders of pictures and of videos, as a user makes them."""

import os
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from flir_iqa.encoding import encode_frame
from flir_iqa.errors import CameraError, SettingsError
from plumbing.frames import FrameHeaders
from recording.cli import recording
from recording.errors import RecordingError
from recording.media.picture_files import Order, list_picture_files, natural_key
from recording.message import RecordedMessage
from recording.reader import open_recording

BEGIN_MS = 1_769_824_800_000
BEGIN = "2026-01-31T02:00:00Z"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(recording, [str(each) for each in arguments], catch_exceptions=False)


def read(path: Path) -> list[RecordedMessage]:
    with open_recording(path) as opened:
        return list(opened.messages())


def picture(level: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.full((48, 64), level, np.uint8)


def write_motion_jpeg(path: Path) -> Path:
    """Write 20 frames, 10 a second."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for number in range(20):
        writer.write(cv2.cvtColor(picture(40 + 8 * number), cv2.COLOR_GRAY2BGR))
    writer.release()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures 1, 2 and 10, a damaged one, and what is none."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in (10, 2, 1):
        (folder / f"f{number}.jpg").write_bytes(encode_frame(picture(number)))
    (folder / "f3.jpg").write_bytes(encode_frame(picture(3))[:200])
    cv2.imwrite(str(folder / "f4.png"), picture(4))
    (folder / "notes.txt").write_text("no picture")
    (folder / "f5.jpg").mkdir()
    return folder


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Two seconds, 10 frames a second, each of another brightness."""
    path = tmp_path / "gate.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(20):
            frame = av.VideoFrame.from_ndarray(picture(40 + 8 * number), format="gray")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_pictures_become_frames_evenly_in_time(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "gate.mcap"
    result = run("from-images", folder, "--camera", "gate", "--fps", "4", "--begin", BEGIN, "--out", out)
    assert result.exit_code == 0
    assert "4 frames of gate, 1 left out" in result.stdout
    assert "f3.jpg: expected a whole JPEG" in result.stderr
    frames = read(out)
    assert [each.timestamp_ms - BEGIN_MS for each in frames] == [0, 250, 750, 1000]
    assert [each.key for each in frames] == [b"gate"] * 4
    assert [each.offset for each in frames] == [0, 1, 2, 3]
    first = FrameHeaders.decode(frames[0].headers)
    assert (first.width, first.height, first.seq, first.content_type) == (64, 48, 0, "image/jpeg")
    assert first.captured_at is not None
    assert first.captured_at.timestamp() * 1000 == BEGIN_MS


def test_jpeg_files_are_taken_byte_for_byte_and_others_encoded_as_producers_do(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "gate.mcap"
    assert run("from-images", folder, "--camera", "gate", "--out", out).exit_code == 0
    one, two, four, ten = read(out)
    for name, frame in (("f1.jpg", one), ("f2.jpg", two), ("f10.jpg", ten)):
        assert frame.value == (folder / name).read_bytes()
    assert four.value == encode_frame(picture(4))


def test_by_default_the_first_file_says_when_it_began(folder: Path, tmp_path: Path) -> None:
    os.utime(folder / "f1.jpg", ns=(0, BEGIN_MS * 10**6))
    out = tmp_path / "gate.mcap"
    run("from-images", folder, "--camera", "gate", "--out", out)
    assert read(out)[0].timestamp_ms == BEGIN_MS


def test_pictures_can_be_ordered_by_the_time_of_their_change(folder: Path) -> None:
    for age, name in enumerate(("f1.jpg", "f10.jpg", "f4.png", "f2.jpg", "f3.jpg")):
        os.utime(folder / name, ns=(0, (BEGIN_MS - age) * 10**6))
    names = [path.name for path in list_picture_files(folder, Order.TIME)]
    assert names == ["f3.jpg", "f2.jpg", "f4.png", "f10.jpg", "f1.jpg"]


def test_numbers_in_names_count_by_their_value() -> None:
    assert sorted(["b10", "b9", "a", "b009", "10", "9", "²"], key=natural_key) == sorted(
        ["9", "10", "²", "a", "b009", "b9", "b10"], key=natural_key
    )
    assert sorted(["f10", "f9"], key=natural_key) == ["f9", "f10"]


def test_a_number_of_thousands_of_digits_does_no_harm() -> None:
    assert natural_key("9" * 5000)


def test_without_a_picture_that_decodes_no_recording_is_left(tmp_path: Path) -> None:
    (tmp_path / "f.jpg").write_bytes(b"no picture")
    with pytest.raises(SettingsError, match=r"at least one frame that decodes, got none \(1 left out\)"):
        run("from-images", tmp_path, "--camera", "gate", "--out", tmp_path / "gate.mcap")
    assert not (tmp_path / "gate.mcap").exists()


def test_files_that_are_no_picture_or_too_large_are_left_out_by_name(folder: Path, tmp_path: Path) -> None:
    (folder / "f6.png").write_bytes(b"no picture")
    with (folder / "f7.jpg").open("wb") as sparse:
        sparse.truncate(5 * 10**9)
    result = run("from-images", folder, "--camera", "gate", "--out", tmp_path / "gate.mcap")
    assert "4 frames of gate, 3 left out" in result.stdout
    assert "f6.png: it does not decode" in result.stderr
    assert "f7.jpg: expected a picture of at most 67108864 bytes, got 5000000000" in result.stderr


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="found none"):
        run("from-images", tmp_path, "--camera", "gate", "--out", tmp_path / "gate.mcap")


def test_a_recording_that_exists_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "gate.mcap"
    out.write_bytes(b"mine")
    with pytest.raises(RecordingError, match="exists already"):
        run("from-images", folder, "--camera", "gate", "--out", out)
    assert out.read_bytes() == b"mine"


@pytest.mark.parametrize("option", [("--camera", "no camera"), ("--begin", "yesterday"), ("--fps", "0")])
def test_an_option_that_is_none_is_refused_by_name(folder: Path, tmp_path: Path, option: tuple[str, str]) -> None:
    result = run("from-images", folder, "--camera", "gate", "--out", tmp_path / "gate.mcap", *option)
    assert result.exit_code == 2
    assert option[0] in result.stderr


def test_a_video_becomes_frames_at_its_times(film: Path, tmp_path: Path) -> None:
    out = tmp_path / "gate.mcap"
    result = run("from-video", film, "--camera", "gate", "--begin", BEGIN, "--out", out)
    assert "20 frames of gate" in result.stdout
    assert [each.timestamp_ms - BEGIN_MS for each in read(out)] == list(range(0, 2000, 100))


def test_of_a_video_a_frame_in_so_much_time_suffices(film: Path, tmp_path: Path) -> None:
    out = tmp_path / "gate.mcap"
    run("from-video", film, "--camera", "gate", "--every", "0.2s", "--begin", BEGIN, "--out", out)
    assert [each.timestamp_ms - BEGIN_MS for each in read(out)] == list(range(0, 2000, 200))


def test_of_a_video_that_is_cut_off_the_beginning_is_recorded(tmp_path: Path) -> None:
    path = write_motion_jpeg(tmp_path / "gate.avi")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    out = tmp_path / "gate.mcap"
    assert run("from-video", path, "--camera", "gate", "--out", out).exit_code == 0
    assert 5 < len(read(out)) < 20


def test_damaged_frames_of_a_video_are_left_out_by_number(tmp_path: Path) -> None:
    path = write_motion_jpeg(tmp_path / "gate.avi")
    data = bytearray(path.read_bytes())
    start = data.index(b"\xff\xd8", len(data) // 2)
    data[start : start + 2] = bytes(2)
    path.write_bytes(data)
    result = run("from-video", path, "--camera", "gate", "--out", tmp_path / "gate.mcap")
    assert "19 frames of gate, 1 left out" in result.stdout
    assert "gate.avi, frame " in result.stderr


@pytest.mark.parametrize("content", [b"", b"no film"])
def test_what_is_no_video_is_refused_by_name_and_leaves_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "film.mp4").write_bytes(content)
    with pytest.raises(CameraError, match=r"film\.mp4"):
        run("from-video", tmp_path / "film.mp4", "--camera", "gate", "--out", tmp_path / "gate.mcap")
    assert not (tmp_path / "gate.mcap").exists()
