"""The file of a calibration: written, read, and refused where it cannot be used."""

from pathlib import Path

import pytest

from tests.training.calibration.examples import judged_camera
from training.calibration.summary import calibrate
from training.calibration.weights_file import read_weights, write_calibration
from training.errors import DatasetError


def test_a_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    calibration = calibrate(judged_camera("gate", 1))
    write_calibration(tmp_path / "calibration.json", calibration)
    assert read_weights(tmp_path / "calibration.json") == calibration.weights


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, -2, 0]",
        "{}",
        '{"weights": 3}',
        '{"weights": [1, -2]}',
        '{"weights": [1, -2, "0"]}',
        '{"weights": [true, -2, 0]}',
        '{"weights": [NaN, -2, 0]}',
        '{"weights": [1, -Infinity, 0]}',
        '{"weights": [1' + "0" * 400 + ", -2, 0]}",
        "[" * 100_000,
    ],
)
def test_a_file_without_usable_weights_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(text)
    with pytest.raises(DatasetError, match=r"calibration\.json"):
        read_weights(path)


@pytest.mark.parametrize("weights", ["[0, -2, 0]", "[-1, -2, 0]", "[1, 2, 0]"])
def test_weights_under_which_quality_would_rise_with_a_fault_are_refused(tmp_path: Path, weights: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(f'{{"weights": {weights}}}')
    with pytest.raises(DatasetError, match="quality would rise with a fault"):
        read_weights(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"cannot read .*none\.json"):
        read_weights(tmp_path / "none.json")
