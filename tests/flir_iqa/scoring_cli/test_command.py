"""`flir-iqa score` as a user calls it, within this process."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from flir_iqa import FLIQE
from flir_iqa.cli import flir_iqa
from flir_iqa.decoding import decode_frame
from flir_iqa.errors import ModelError
from tests.flir_iqa.conftest import SAMPLES
from tests.flir_iqa.model_files import make_model

Score = Callable[..., Result]


@pytest.fixture
def score() -> Score:
    """Call `flir-iqa score` with these arguments, on one thread."""

    def call(*arguments: object, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(flir_iqa, ["score", "--threads", "1", *map(str, arguments)], input=stdin)

    return call


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_picture_gives_one_line(score: Score) -> None:
    result = score(SAMPLES / "park.jpg")
    assert result.exit_code == 0
    quality, distortion, probability, name = result.stdout.split()
    assert (distortion, name) == ("none", str(SAMPLES / "park.jpg"))
    assert quality == probability
    assert result.stderr == ""


def test_a_folder_gives_its_pictures_in_order_and_in_columns(score: Score) -> None:
    result = score(SAMPLES)
    lines = result.stdout.splitlines()
    assert [line.split()[-1] for line in lines] == sorted(str(path) for path in SAMPLES.glob("*.jpg"))
    assert len({line.index(str(SAMPLES)) for line in lines}) == 1
    assert result.exit_code == 0


def test_json_says_what_the_library_says(score: Score, fliqe: FLIQE) -> None:
    path = SAMPLES / "people.jpg"
    (record,) = records(score("--json", path))
    assessment = fliqe.assess(decode_frame(path.read_bytes()))
    assert record == {
        "source": str(path),
        "frame": None,
        "time_s": None,
        "quality": assessment.quality,
        "distortion": assessment.distortion,
        "distortion_probability": assessment.distortion_probability,
        "probabilities": assessment.probabilities,
        "severity": assessment.severity,
        "model": fliqe.model.label,
    }


def test_a_video_gives_a_line_a_frame_and_shows_where_it_is_blurred(score: Score, video: Path) -> None:
    result = score(video, "--json")
    frames = records(result)
    assert [frame["frame"] for frame in frames] == list(range(30))
    assert [frame["time_s"] for frame in frames] == pytest.approx([number / 10 for number in range(30)])
    blurred = {frame["frame"] for frame in frames if frame["quality"] < 0.5}
    assert blurred == set(range(10, 20))
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--every", 10], [0, 10, 20]),
        (["--every", 7, "--limit", 3], [0, 7, 14]),
        (["--limit", 1], [0]),
        (["--every", 100], [0]),
    ],
)
def test_frames_of_a_video_can_be_sampled(
    score: Score, video: Path, options: list[object], expected: list[int]
) -> None:
    result = score(video, "--json", *options)
    assert [frame["frame"] for frame in records(result)] == expected
    assert result.exit_code == 0


def test_the_lines_of_a_video_name_file_and_frame(score: Score, video: Path) -> None:
    assert score(video, "--limit", 2).stdout.splitlines()[1].endswith(f"{video}:1")


def test_standard_input_is_one_picture(score: Score) -> None:
    result = score("-", "--json", stdin=(SAMPLES / "park.jpg").read_bytes())
    assert [(record["source"], record["distortion"]) for record in records(result)] == [("-", "none")]


def test_other_formats_score_as_their_pixels_do(score: Score, tmp_path: Path) -> None:
    grey = decode_frame((SAMPLES / "park.jpg").read_bytes())
    opaque = np.dstack((grey, grey, grey, np.full_like(grey, 255)))
    for name, picture in {"a.png": grey, "b.tiff": grey, "c.bmp": grey, "d.pgm": grey, "e.png": opaque}.items():
        cv2.imwrite(str(tmp_path / name), picture)
    qualities = [record["quality"] for record in records(score(tmp_path, "--json"))]
    (expected,) = records(score(SAMPLES / "park.jpg", "--json"))
    assert qualities == pytest.approx([expected["quality"]] * 5, abs=1e-4)


def test_what_cannot_be_scored_is_told_by_file_and_the_rest_is_scored(score: Score, tmp_path: Path) -> None:
    grey = decode_frame((SAMPLES / "park.jpg").read_bytes())
    shutil.copy(SAMPLES / "park.jpg", tmp_path / "whole.jpg")
    (tmp_path / "cut.jpg").write_bytes((SAMPLES / "park.jpg").read_bytes()[:9000])
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "text.mp4").write_text("no video")
    cv2.imwrite(str(tmp_path / "deep.png"), grey.astype(np.uint16) * 100)
    cv2.imwrite(str(tmp_path / "tiny.png"), grey[:1, :1])
    cv2.imwrite(str(tmp_path / "veiled.png"), np.dstack((grey, grey, grey, grey)))
    result = score(tmp_path, tmp_path / "nowhere.jpg")
    assert result.exit_code == 1
    assert [line.split()[-1] for line in result.stdout.splitlines()] == [str(tmp_path / "whole.jpg")]
    told = {line.split(": ")[0]: line for line in result.stderr.splitlines()}
    for name, words in {
        "cut.jpg": "do not decode",
        "empty.jpg": "0 bytes",
        "text.png": "10 bytes",
        "text.mp4": "expected a video",
        "deep.png": "uint16",
        "tiny.png": "1 x 1",
        "veiled.png": "(512, 640, 4)",
        "nowhere.jpg": "No such file",
    }.items():
        assert words in told.pop(str(tmp_path / name))
    assert told == {}


def test_a_video_that_is_cut_off_scores_what_it_holds_and_says_so(score: Score, tmp_path: Path, video: Path) -> None:
    cut = tmp_path / "cut.avi"
    result = score(video, "--annotate", tmp_path / "whole.avi")
    whole = (tmp_path / "whole.avi").read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    result = score(cut)
    assert result.exit_code == 1
    assert 5 <= len(result.stdout.splitlines()) <= 20
    assert "cut off" in result.stderr


def test_a_folder_without_pictures_is_a_problem(score: Score, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("none here")
    (tmp_path / ".hidden").mkdir()
    shutil.copy(SAMPLES / "park.jpg", tmp_path / ".hidden" / "park.jpg")
    result = score(tmp_path)
    assert result.exit_code == 1
    assert "holds no picture or video" in result.stderr


def test_names_that_do_not_print_leave_the_lines_whole(score: Score, tmp_path: Path) -> None:
    name = b"a\nb\x1b[31m\xff.jpg".decode("utf-8", "surrogateescape")
    shutil.copy(SAMPLES / "park.jpg", tmp_path / name)
    result = score(tmp_path)
    assert len(result.stdout.splitlines()) == 1
    assert "\x1b" not in result.stdout
    (record,) = records(score(tmp_path, "--json"))
    assert record["source"] == str(tmp_path / name)


def test_another_model_can_be_given(score: Score, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "half.png"), np.full((40, 40), 51, np.uint8))
    (record,) = records(score(tmp_path / "half.png", "--json", "--model", make_model(tmp_path / "tiny.onnx")))
    assert record["model"] == "tiny 7"
    assert record["quality"] == pytest.approx(0.2)


def test_a_model_that_is_none_ends_it(score: Score, tmp_path: Path) -> None:
    (tmp_path / "not.onnx").write_text("not a model")
    result = score(SAMPLES / "park.jpg", "--model", tmp_path / "not.onnx")
    assert isinstance(result.exception, ModelError)
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "PATHS"),
        (["x.jpg", "--every", 0], "--every"),
        (["x.jpg", "--limit", 0], "--limit"),
        (["x.jpg", "--annotate", "out.gif"], "out.gif"),
        (["x.jpg", "--annotate", "nowhere/out.png"], "nowhere"),
        (["x.jpg", "--mode", "y"], "--mode"),
    ],
)
def test_what_is_not_understood_is_a_usage_error(score: Score, arguments: list[object], words: str) -> None:
    result = score(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize("order", [["in.png", "--annotate", "in.png"], ["--annotate", "in.png", "in.png"]])
def test_an_input_is_never_overwritten(
    score: Score, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cv2.imwrite("in.png", np.zeros((40, 40), np.uint8))
    before = (tmp_path / "in.png").read_bytes()
    result = score(*order)
    assert result.exit_code == 2
    assert "overwritten" in result.stderr
    assert (tmp_path / "in.png").read_bytes() == before


def test_help_shows_examples_and_exit_codes(score: Score) -> None:
    text = score("--help").stdout
    assert "flir-iqa score picture.jpg" in text
    assert "Exit code" in text
