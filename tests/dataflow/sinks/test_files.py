"""Results to files."""

import csv
import json
from pathlib import Path

import pytest

from dataflow.items import Smoothed
from dataflow.sinks.files import OutputError, ResultFiles
from flir_iqa.records import QualityRecord, RejectedRecord, read_result
from tests.dataflow.flows import refused, run_flow, scored


def smoothed(offset: int, quality: float = 0.75) -> Smoothed:
    (item,) = run_flow([scored(offset, "gate", quality)], 3)
    assert isinstance(item, Smoothed)
    return item


def test_results_and_rejected_frames_have_a_file_each(tmp_path: Path) -> None:
    files = ResultFiles(tmp_path / "scores.jsonl")
    for item in (smoothed(0, 1 / 3), refused(1), smoothed(2)):
        files.write(item)
    files.finish()
    records = [read_result(line) for line in (tmp_path / "scores.jsonl").read_bytes().splitlines()]
    assert [record.frame_id for record in records if isinstance(record, QualityRecord)] == ["frames-0-0", "frames-0-2"]
    assert records[0].raw_image_quality == 1 / 3
    (line,) = (tmp_path / "scores.rejected.jsonl").read_bytes().splitlines()
    assert RejectedRecord.from_json(line).frame_id == "frames-0-1"


def test_a_file_has_its_name_only_once_it_is_whole(tmp_path: Path) -> None:
    files = ResultFiles(tmp_path / "scores.jsonl")
    files.write(smoothed(0))
    files.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scores.jsonl.part", "scores.rejected.jsonl.part"]
    assert json.loads((tmp_path / "scores.jsonl.part").read_text())["frame_id"] == "frames-0-0"


def test_an_earlier_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_text("earlier\n")
    files = ResultFiles(path)
    files.write(smoothed(0))
    assert path.read_text() == "earlier\n"
    files.finish()
    assert "earlier" not in path.read_text()
    files.close()
    files.close()


def test_csv_has_a_column_for_each_field_and_empty_cells_for_nothing(tmp_path: Path) -> None:
    files = ResultFiles(tmp_path / "scores.csv")
    files.write(smoothed(4, 1 / 3))
    files.finish()
    (row,) = csv.DictReader((tmp_path / "scores.csv").read_text().splitlines())
    assert (row["frame_id"], row["camera_id"], row["severity"]) == ("frames-0-4", "gate", "")
    assert float(row["raw_image_quality"]) == 1 / 3


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*nowhere/scores.jsonl.part': No such file or directory"):
        ResultFiles(tmp_path / "nowhere" / "scores.jsonl")
