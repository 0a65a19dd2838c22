"""The golden file."""

import json
from pathlib import Path

import pytest

from dataflow.golden.golden import GoldenError
from dataflow.golden.golden_file import golden_path, read_golden, write_golden
from tests.dataflow.golden.goldens import frame, golden, rejection

GOLDEN = golden(frame(0, 1 / 3, severity=None), frame(1, 1.0), rejection(2, None))


def test_a_golden_file_reads_back_to_the_bit(tmp_path: Path) -> None:
    write_golden(tmp_path / "a.json", GOLDEN)
    assert read_golden(tmp_path / "a.json") == GOLDEN
    write_golden(tmp_path / "a.json", golden())
    assert read_golden(tmp_path / "a.json") == golden()
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_golden_file_has_one_line_for_each_frame(tmp_path: Path) -> None:
    write_golden(tmp_path / "a.json", GOLDEN)
    lines = (tmp_path / "a.json").read_text().splitlines()
    assert [line.count("frame_id") for line in lines if "frame_id" in line] == [1, 1, 1]


def test_a_golden_file_lies_beside_its_recording() -> None:
    assert golden_path(Path("records/night.1.mcap")) == Path("records/night.1.golden.json")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "which is no JSON"),
        ("[" * 100_000, "which is no JSON"),
        ("[1]", "expected the format 'flir-iqa golden 1' in"),
        ('{"format": "flir-iqa golden 2"}', "got 'flir-iqa golden 2': make it anew"),
        ('{"format": "flir-iqa golden 1"}', "is damaged at topic"),
    ],
)
def test_what_is_no_golden_file_is_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(GoldenError) as caught:
        read_golden(path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("quality", ["NaN", "Infinity", "1.5", '"high"', "null"])
def test_a_quality_that_is_none_is_named(tmp_path: Path, quality: str) -> None:
    path = tmp_path / "a.json"
    write_golden(path, GOLDEN)
    path.write_text(path.read_text().replace('"raw_image_quality": 1.0', f'"raw_image_quality": {quality}'))
    with pytest.raises(GoldenError, match=r"is damaged at frames\.1\.raw_image_quality"):
        read_golden(path)


def test_a_missing_golden_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(GoldenError, match="make it by `flir-iqa golden make`"):
        read_golden(tmp_path / "a.json")


def test_fields_of_later_versions_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_golden(path, GOLDEN)
    path.write_text(json.dumps({**json.loads(path.read_text()), "note": "x"}))
    assert read_golden(path) == GOLDEN
