"""What `--annotate` writes: a contact sheet, or a video with the scores in it."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from flir_iqa.assessment import Assessment
from flir_iqa.cli import flir_iqa
from flir_iqa.errors import FlirIqaError
from flir_iqa.scoring_cli.annotated_video import AnnotatedVideo
from flir_iqa.scoring_cli.card import CardSize, describe, draw_card
from flir_iqa.scoring_cli.contact_sheet import ContactSheet
from flir_iqa.scoring_cli.drawing import fit_text, put_text, text_width, vivid
from flir_iqa.scoring_cli.inputs import InputFrame
from tests.flir_iqa.conftest import SAMPLES

Image = NDArray[np.uint8]


def assessment(quality: float) -> Assessment:
    probabilities = {"none": quality, "lens_blur": 1 - quality}
    return Assessment(quality=quality, probabilities=probabilities, severity=None, embedding=np.zeros(128, np.float32))


def frame(image: Image, name: str = "gate.jpg") -> InputFrame:
    return InputFrame(source=Path(name), image=image)


def read_video(path: Path) -> list[Image]:
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    frames: list[Image] = []
    while (read := capture.read())[0]:
        frames.append(np.asarray(read[1], np.uint8))
    capture.release()
    return frames


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_a_contact_sheet_holds_a_card_a_frame(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"sheet{suffix}"
    result = CliRunner().invoke(flir_iqa, ["score", str(SAMPLES), "--annotate", str(out)])
    assert result.exit_code == 0
    assert "contact sheet of 12 frames" in result.stderr
    sheet = cv2.imread(str(out))
    assert sheet is not None
    height, width = sheet.shape[:2]
    assert 1.0 < width / height < 1.8


def test_a_sheet_of_one_small_grey_frame_can_be_read(tmp_path: Path) -> None:
    sheet = ContactSheet(tmp_path / "sheet.png")
    sheet.add(frame(np.full((32, 32), 200, np.uint8)), assessment(0.1))
    assert sheet.close() == f"{tmp_path / 'sheet.png'}: contact sheet of 1 frame"
    assert cv2.imread(str(tmp_path / "sheet.png")) is not None


def test_of_many_frames_a_sheet_shows_a_part_evenly(tmp_path: Path, grey: Image) -> None:
    sheet = ContactSheet(tmp_path / "sheet.png")
    for _ in range(500):
        sheet.add(frame(grey[:64, :64]), assessment(1.0))
    assert "63 frames, each 8th of 500" in (sheet.close() or "")


def test_where_no_frame_came_nothing_is_written(tmp_path: Path) -> None:
    assert ContactSheet(tmp_path / "sheet.png").close() is None
    assert AnnotatedVideo(tmp_path / "out.mp4").close() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".mp4", ".avi", ".mkv"])
def test_an_annotated_video_has_the_frames_and_the_pace_of_its_source(tmp_path: Path, video: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    result = CliRunner().invoke(flir_iqa, ["score", str(video), "--every", "2", "--annotate", str(out)])
    assert result.exit_code == 0
    assert "video of 15 frames" in result.stderr
    assert len(read_video(out)) == 15
    capture = cv2.VideoCapture(str(out), cv2.CAP_FFMPEG)
    assert capture.get(cv2.CAP_PROP_FPS) == pytest.approx(5)
    capture.release()


def test_pictures_become_a_video_too_whatever_their_sizes(tmp_path: Path, grey: Image) -> None:
    out = AnnotatedVideo(tmp_path / "out.mp4")
    for size in (64, 33, 320):
        out.add(frame(grey[:size, :size]), assessment(0.4))
    out.close()
    out.close()
    assert len({picture.shape for picture in read_video(tmp_path / "out.mp4")}) == 1
    assert len(read_video(tmp_path / "out.mp4")) == 3


def test_a_video_of_one_frame_is_a_video(tmp_path: Path, grey: Image) -> None:
    out = AnnotatedVideo(tmp_path / "out.mp4")
    out.add(frame(grey), assessment(0.4))
    out.close()
    assert len(read_video(tmp_path / "out.mp4")) == 1


def test_what_cannot_be_written_is_named(tmp_path: Path, grey: Image) -> None:
    for out in (ContactSheet(tmp_path / "no" / "sheet.png"), AnnotatedVideo(tmp_path / "no" / "out.mp4")):
        out.add(frame(grey), assessment(0.4))
        with pytest.raises(FlirIqaError, match="cannot write"):
            out.close()


@pytest.mark.parametrize(("quality", "channel"), [(0.95, 1), (0.05, 2)], ids=["green", "red"])
def test_the_border_of_a_card_has_the_colour_of_the_quality(grey: Image, quality: float, channel: int) -> None:
    card = draw_card(grey, assessment(quality), "gate.jpg", CardSize(320, 256))
    assert card.shape == (CardSize(320, 256).height, 320, 3)
    assert card[0, 0].argmax() == channel
    assert card[0, 0].max() == 255


def test_a_picture_in_a_card_keeps_its_proportions() -> None:
    card = draw_card(np.full((100, 300), 255, np.uint8), assessment(1.0), "wide", CardSize(320, 256))
    white = (card[:256] == 255).all(axis=2)
    height, width = np.ptp(np.nonzero(white), axis=1) + 1
    assert width / height == pytest.approx(3, rel=0.05)


def test_words_of_a_card() -> None:
    assert describe(assessment(0.9)) == "clean"
    assert describe(assessment(0.1)) == "lens blur 90%"


@pytest.mark.parametrize("text", ["gate.jpg", "a/very/long/path/" * 8 + "gate.jpg", "\N{SNOWMAN}" * 200, ""])
def test_text_fits_and_keeps_its_end(text: str) -> None:
    fitted = fit_text(text, 200, 12)
    assert text_width(fitted, 12) <= 200
    assert fitted[-4:] == text[-4:]
    put_text(np.zeros((40, 200, 3), np.uint8), fitted, 0, 20, 12, (255, 255, 255))


def test_no_colour_of_a_quality_is_dark() -> None:
    assert vivid((0, 127, 127)) == (0, 255, 255)
    assert vivid((0, 0, 255)) == (0, 0, 255)
