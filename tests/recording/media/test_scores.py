"""Scores are found by their frame, from a file or a recording."""

from pathlib import Path

import pytest

from recording.errors import RecordingError
from recording.media.scores import Score, scores_in_file, scores_in_messages
from tests.recording.media.frames import jpeg, message, result

FRAME = message(7, 0, jpeg())


def test_a_result_is_found_by_its_frame(tmp_path: Path) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_bytes(result("thermal-frames-0-7").to_json() + b"\n\n" + result("thermal-frames-0-8").to_json() + b"\n")
    scores = scores_in_file(path, "gate")
    assert scores.of(FRAME) == Score(0.25, 0.5, "lens_blur", 0.75)
    assert scores.of(message(9, 0, jpeg())) is None


def test_a_result_of_a_replayed_frame_is_found_by_the_recorded_one() -> None:
    record = result("replay-thermal-frames-3-99", source_frame_id="thermal-frames-0-7")
    scores = scores_in_messages([message(0, 5, record.to_json(), topic="image-quality-data")], "gate")
    assert scores.of(FRAME) is not None


def test_results_of_other_cameras_and_what_is_no_result_are_passed_over() -> None:
    others = [result("thermal-frames-0-7", camera="yard").to_json(), b"{", None]
    assert len(scores_in_messages([message(0, 0, value) for value in others], "gate")) == 0


@pytest.mark.parametrize("line", [b"no json", b"[1]", b'{"frame_id": 3}', b"x" * 1_000_000])
def test_a_line_that_is_no_result_is_named(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_bytes(result("thermal-frames-0-7").to_json() + b"\n" + line + b"\n")
    with pytest.raises(RecordingError, match=r"expected a result .* in line 2 of '.*scores.jsonl'"):
        scores_in_file(path, "gate")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"cannot read the scores '.*missing.jsonl': No such file"):
        scores_in_file(tmp_path / "missing.jsonl", "gate")
