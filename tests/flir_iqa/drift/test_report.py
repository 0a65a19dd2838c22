"""The report and its verdict."""

import json

import pytest

from flir_iqa.drift.limits import DriftLimits
from flir_iqa.drift.report import ComparedModel, DriftReport, NothingComparedError, Unreadable, make_report
from flir_iqa.drift.scored_pair import ScoredPair
from tests.flir_iqa.drift.pairs import pair

MODELS = (ComparedModel(label="lite 1", path="a.onnx"), ComparedModel(label="lite 2", path="b.onnx"))
PAIRS = [
    pair(0.6, 0.4, camera="gate", frame="a.jpg"),
    pair(0.9, 0.1, camera="gate", frame="b.jpg"),
    pair(0.7, 0.7, camera="kiln", frame="c.jpg"),
]


def report_of(pairs: list[ScoredPair], **limits: float) -> DriftReport:
    return make_report(MODELS, pairs, [], DriftLimits(**limits))  # type: ignore[arg-type] # numbers as they come


def test_the_frames_that_flip_are_listed_the_furthest_first() -> None:
    assert [flip.frame for flip in report_of(PAIRS).flips] == ["b.jpg", "a.jpg"]


def test_without_a_limit_there_is_no_verdict() -> None:
    assert report_of(PAIRS).within_limits is None


def test_flips_are_limited_over_all_cameras() -> None:
    assert report_of(PAIRS, max_flips=2).within_limits is True
    assert report_of(PAIRS, max_flips=1).breaches == ("expected at most 1 frames to flip, got 2",)


def test_the_mean_difference_is_limited_in_each_camera_and_never_only_pooled() -> None:
    report = report_of(PAIRS, max_mean_difference=0.4)
    assert report.overall.mean_absolute_difference < 0.4
    (breach,) = report.breaches
    assert "0.5000 in 'gate'" in breach
    assert report_of(PAIRS, max_mean_difference=0.5).within_limits is True


def test_the_json_holds_all_of_it() -> None:
    lost = Unreadable(source="x.jpg", reason="is no JPEG")
    report = make_report(MODELS, PAIRS, [lost], DriftLimits(max_flips=0))
    found = json.loads(json.dumps(report.as_json(), allow_nan=False))
    assert found["models"] == [{"label": "lite 1", "path": "a.onnx"}, {"label": "lite 2", "path": "b.onnx"}]
    assert set(found["cameras"]) == {"gate", "kiln"}
    assert found["overall"]["n_frames"] == 3
    assert found["flips"][0]["qualities"] == [0.9, 0.1]
    assert found["unreadable"] == [{"source": "x.jpg", "reason": "is no JPEG"}]
    assert found["within_limits"] is False
    assert len(found["histogram_edges"]) == len(found["overall"]["histogram"]) + 1


def test_nothing_to_compare_is_an_error() -> None:
    with pytest.raises(NothingComparedError, match=r"'a\.onnx' and 'b\.onnx' on, got none"):
        report_of([])
