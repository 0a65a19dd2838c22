"""Videos show frames at their times, and are whole or not there."""

from pathlib import Path

import av
import numpy as np
import pytest

from recording.errors import RecordingError
from recording.media.timed_video import TimedVideo, check_video_name

PICTURE = np.full((48, 64, 3), 128, np.uint8)


def times_ms(path: Path) -> list[int]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        return [round(float(frame.time or 0) * 1000) for frame in container.decode(stream)]


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_frames_are_shown_at_their_times(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"gate{suffix}"
    video = TimedVideo(path, 64, 48)
    for time_ms in (0, 200, 210, 210, 7000):
        video.write(PICTURE, time_ms)
    video.finish()
    video.close()
    assert times_ms(path) == [0, 200, 210, 211, 7000]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_what_is_not_finished_is_removed(tmp_path: Path) -> None:
    video = TimedVideo(tmp_path / "gate.mp4", 64, 48)
    video.write(PICTURE, 0)
    video.close()
    video.close()
    assert list(tmp_path.iterdir()) == []


def test_names_that_cannot_be_written_are_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "there.mp4").touch()
    expected = {
        "gate.avi": "expected --out to end in .mp4, .mov, .mkv, got 'gate.avi'",
        "there.mp4": "exists already",
        "no/gate.mp4": "its folder is not there",
    }
    for name, reason in expected.items():
        with pytest.raises(RecordingError, match=reason):
            check_video_name(tmp_path / name)


def test_a_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    video = TimedVideo(tmp_path / "no" / "gate.mp4", 64, 48)
    video.write(PICTURE, 0)
    with pytest.raises(RecordingError, match=r"cannot write the video '.*gate.mp4': No such file"):
        video.finish()
    video.close()
