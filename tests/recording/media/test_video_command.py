"""`flir-iqa recording to-video` as a user types it."""

from collections.abc import Iterable
from pathlib import Path

import av
import pytest
from click.testing import CliRunner, Result

from flir_iqa.errors import FlirIqaError
from recording.media.video_command import to_video
from recording.message import RecordedMessage
from recording.writer import RecordingWriter
from tests.recording.media.frames import jpeg, message, result


def record(path: Path, messages: Iterable[RecordedMessage]) -> Path:
    with RecordingWriter(path) as writer:
        for each in messages:
            writer.write(each)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(to_video, [str(argument) for argument in arguments], catch_exceptions=True)


def shown(path: Path) -> tuple[int, int, list[float]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        times = [round(float(frame.time or 0), 3) for frame in container.decode(stream)]
        return stream.width, stream.height, times


@pytest.fixture
def night(tmp_path: Path) -> Path:
    frames = [message(n, 250 * n, jpeg(40 * n)) for n in range(5)]
    others = [message(n, 250 * n + 9, jpeg(), camera="yard") for n in range(2)]
    return record(tmp_path / "night.mcap", [*frames, *others])


def test_each_frame_of_the_camera_is_shown_at_its_time(night: Path, tmp_path: Path) -> None:
    out = tmp_path / "gate.mp4"
    done = run(night, "--camera", "gate", "--out", out)
    assert done.exit_code == 0, done.output
    assert shown(out) == (64, 48, [0.0, 0.25, 0.5, 0.75, 1.0])
    assert "5 frames, 1.0 s" in done.output


def test_a_part_is_shown_faster(night: Path, tmp_path: Path) -> None:
    out = tmp_path / "gate.mp4"
    done = run(night, "--camera", "gate", "--out", out, "--from", "0.25s", "--duration", "0.6s", "--speed", "5")
    assert done.exit_code == 0, done.output
    assert shown(out)[2] == [0.0, 0.05, 0.1]


def test_results_of_the_recording_stand_under_the_picture(tmp_path: Path) -> None:
    results = [
        message(n, 250 * n, result(f"thermal-frames-0-{n}").to_json(), topic="image-quality-data") for n in (0, 2)
    ]
    night = record(tmp_path / "night.mcap", [*(message(n, 250 * n, jpeg()) for n in range(3)), *results])
    done = run(night, "--out", tmp_path / "gate.mp4")
    assert "3 frames, 0.5 s; 2 with a score" in done.output
    assert shown(tmp_path / "gate.mp4")[:2] == (512, 384 + 40)
    assert run(night, "--out", tmp_path / "bare.mp4", "--no-scores").exit_code == 0
    assert shown(tmp_path / "bare.mp4")[:2] == (64, 48)


def test_scores_come_from_a_file(night: Path, tmp_path: Path) -> None:
    scores = tmp_path / "scores.jsonl"
    scores.write_bytes(result("thermal-frames-0-3").to_json() + b"\n")
    done = run(night, "--camera", "gate", "--out", tmp_path / "gate.mp4", "--scores", scores)
    assert "1 with a score" in done.output


def test_frames_that_do_not_decode_are_left_out_and_counted(tmp_path: Path) -> None:
    values = [b"", jpeg(), b"\xff\xd8\xff junk", None, jpeg()[:-40]]
    night = record(tmp_path / "night.mcap", [message(n, 100 * n, value) for n, value in enumerate(values)])
    done = run(night, "--out", tmp_path / "gate.mp4")
    assert done.exit_code == 0, done.output
    assert "1 frames, 0.0 s; 4 left out (2 empty, 2 corrupt_jpeg)" in done.output


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "2 cameras: choose one by --camera: gate, yard"),
        (("--camera", "roof"), "no camera 'roof'"),
        (("--camera", "gate", "--recorded-topic", "x"), "no topic 'x'"),
        (("--camera", "gate", "--from", "9h"), "nothing is recorded from"),
        (("--camera", "gate", "--from", "0.1s", "--to", "0.2s"), "there is no frame to make a video of"),
    ],
)
def test_what_is_not_in_the_recording_is_named(
    night: Path, tmp_path: Path, options: tuple[str, ...], reason: str
) -> None:
    done = run(night, "--out", tmp_path / "gate.mp4", *options)
    assert isinstance(done.exception, FlirIqaError)
    assert reason in str(done.exception)
    assert not list(tmp_path.glob("gate*"))


def test_a_file_that_is_no_recording_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "night.mcap").write_bytes(b"no recording at all")
    done = run(tmp_path / "night.mcap", "--out", tmp_path / "gate.mp4")
    assert isinstance(done.exception, FlirIqaError)
    assert "\n" not in str(done.exception)
