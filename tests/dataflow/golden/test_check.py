"""Which frames of which camera moved, in a terminal, as JUnit, as a picture."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import cv2
import pytest
from rich.console import Console

from dataflow.golden.check import DEFAULT_TOLERANCE, GoldenCheck, check_golden
from dataflow.golden.golden import Golden
from dataflow.golden.junit import write_junit
from dataflow.golden.plot import draw_check
from dataflow.golden.printing import print_check, verdict
from flir_iqa.scoring_cli.picture_file import PictureFileError, write_picture
from tests.dataflow.golden.goldens import MODEL, frame, golden, rejection

BEFORE = golden(
    *(frame(offset, 0.8) for offset in range(4)),
    *(frame(offset, 0.6, "kiln") for offset in range(4, 8)),
    rejection(8),
)
NOW = replace(
    BEFORE,
    frames=tuple(
        frame(offset, {1: 0.7, 2: 0.3}.get(offset, 0.8)) if offset < 4 else frame(offset, 0.6, "kiln")
        for offset in range(8)
    ),
    model=replace(MODEL, version="0.3.0"),
)


def check(got: Golden = NOW, expected: Golden = BEFORE) -> GoldenCheck:
    return check_golden(expected, got, DEFAULT_TOLERANCE)


def printed(result: GoldenCheck, n_worst: int = 20) -> str:
    console = Console(width=160, record=True, file=Path("/dev/null").open("w"))
    with console.file:
        print_check(result, console, n_worst)
    return console.export_text()


def test_what_did_not_move_is_said_in_one_line() -> None:
    assert not check(BEFORE).moved
    assert verdict(check(BEFORE)) == "none of 9 frames moved by more than 0.0001"


def test_cameras_and_frames_that_moved_come_worst_first() -> None:
    result = check()
    assert [(camera.camera_id, camera.n_frames, len(camera.moved)) for camera in result.cameras] == [
        ("gate", 5, 2),
        ("kiln", 4, 0),
    ]
    assert [(each.frame_id, round(each.by, 6)) for each in result.moved] == [("frames-0-2", 0.5), ("frames-0-1", 0.1)]
    assert verdict(result) == ("2 of 9 frames of 1 of 2 cameras moved by more than 0.0001, the worst by 0.5000")


def test_frames_that_came_or_went_moved() -> None:
    result = check(replace(BEFORE, frames=BEFORE.frames[1:], frames_sha256="ef" * 32))
    assert [each.frame_id for each in result.moved] == ["frames-0-0"]
    assert not result.same_frames
    assert "does not hold the very frames" in printed(result)


def test_a_frame_that_was_recorded_twice_is_compared_twice() -> None:
    twice = golden(frame(0, 0.8), frame(0, 0.7))
    assert not check(twice, twice).moved
    moved = check(golden(frame(0, 0.8), frame(0, 0.2)), twice).moved
    assert [each.frame_id for each in moved] == ["frames-0-0#2"]


def test_the_table_names_models_frames_and_how_much() -> None:
    text = printed(check())
    assert "expected of  lite 0.2.0 (abababababab)" in text
    assert "checked with lite 0.3.0 (abababababab)" in text
    assert text.index("frames-0-2") < text.index("frames-0-1")
    assert "quality 0.8000 -> 0.3000" in text


def test_the_list_of_frames_has_a_bound() -> None:
    text = printed(check(), n_worst=1)
    assert "frames-0-2" in text
    assert "frames-0-1" not in text
    assert "and 1 more; --worst N lists more of them" in text


def test_names_that_look_like_markup_are_shown_as_they_are() -> None:
    odd = golden(frame(0, 0.8, "[bold]x"))
    assert "[bold]x" in printed(check(golden(frame(0, 0.1, "[bold]x")), odd))


def test_the_junit_file_has_a_case_for_each_camera(tmp_path: Path) -> None:
    write_junit(tmp_path / "golden.xml", check(), "night\x01<&.mcap")
    root = ET.fromstring((tmp_path / "golden.xml").read_text())  # noqa: S314 - written by us
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    gate, kiln = root.iter("testcase")
    assert (gate.get("name"), gate.get("classname")) == ("gate", "night?<&.mcap")
    failure = gate.find("failure")
    assert failure is not None
    assert failure.get("message") == "2 of 5 frames moved, the worst by 0.5000"
    assert "frames-0-2" in (failure.text or "")
    assert kiln.find("failure") is None


def test_the_plot_marks_what_moved(tmp_path: Path) -> None:
    write_picture(tmp_path / "moved.png", draw_check(check(), "night.mcap"))
    picture = cv2.imread(str(tmp_path / "moved.png"))
    assert picture is not None
    assert picture.shape == (108 + 2 * 190 + 12, 1280, 3)
    assert (draw_check(check(), "night.mcap") != draw_check(check(BEFORE), "night.mcap")).any()


def test_a_plot_draws_one_frame_no_frame_and_very_many_cameras() -> None:
    assert draw_check(check(golden(frame(0)), golden(frame(0))), "one").any()
    assert draw_check(check(golden(rejection(0)), golden(rejection(0))), "none").any()
    many = golden(*(frame(offset, 0.5, f"camera-{offset}") for offset in range(500)))
    assert draw_check(check(many, many), "many").shape[0] < 5000


def test_a_plot_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PictureFileError, match=r"expected a picture named .png, .*got '.*moved.docx'"):
        write_picture(tmp_path / "moved.docx", draw_check(check(), "night.mcap"))
