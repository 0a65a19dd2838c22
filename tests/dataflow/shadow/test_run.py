"""Two models over the same frames."""

from pathlib import Path

import pytest

from dataflow.shadow.run import ShadowRun
from flir_iqa.drift.limits import DriftLimits
from flir_iqa.drift.report import NothingComparedError
from flir_iqa.model_file import SHIPPED_MODEL
from tests.dataflow.frames import make_frame, make_frames
from tests.flir_iqa.model_files import make_model


@pytest.fixture
def other_model(tmp_path: Path) -> Path:
    return make_model(tmp_path / "tiny.onnx")


def test_the_report_is_of_both_models_on_every_frame(other_model: Path) -> None:
    run = ShadowRun((SHIPPED_MODEL, other_model), "frames", threads=1)
    seen: list[int] = []
    run.score(make_frames(12), seen.append, lambda: False)
    report = run.report(DriftLimits(max_flips=0))
    assert seen == list(range(1, 13))
    assert [model.label for model in report.models][1] == "tiny 7"
    assert {camera: summary.n_frames for camera, summary in report.cameras.items()} == {"gate": 6, "kiln": 6}
    assert report.overall.mean_absolute_difference > 0
    assert bool(report.breaches) == (report.overall.n_flips > 0)


def test_a_model_does_not_drift_from_itself() -> None:
    run = ShadowRun((SHIPPED_MODEL, SHIPPED_MODEL), "frames", threads=1)
    run.score(make_frames(3), lambda _: None, lambda: False)
    assert run.report(DriftLimits()).overall.max_absolute_difference == 0


def test_a_bad_frame_is_named_and_left_out(other_model: Path) -> None:
    run = ShadowRun((SHIPPED_MODEL, other_model), "frames", threads=1)
    run.score([make_frame(0, "gate", 1, 7, b"x"), *make_frames(2)], lambda _: None, lambda: False)
    report = run.report(DriftLimits())
    assert [(each.source, each.reason.split(":")[0]) for each in report.unreadable] == [("frames-1-7", "not_jpeg")]
    assert report.overall.n_frames == 2


def test_a_run_that_is_stopped_reports_on_what_was_scored(other_model: Path) -> None:
    run = ShadowRun((SHIPPED_MODEL, other_model), "frames", threads=1)
    seen: list[int] = []
    run.score(make_frames(1000), seen.append, lambda: len(seen) == 4)
    assert run.report(DriftLimits()).overall.n_frames == 4


def test_no_frame_is_no_report(other_model: Path) -> None:
    run = ShadowRun((SHIPPED_MODEL, other_model), "frames", threads=1)
    run.score([], lambda _: None, lambda: False)
    with pytest.raises(NothingComparedError):
        run.report(DriftLimits())
