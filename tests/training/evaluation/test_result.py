"""Running protocols, and how what they gave is shown and written."""

import json
from pathlib import Path

import numpy as np
import pytest

from flir_iqa.assessment import Assessment
from flir_iqa.kinds import NONE
from tests.training.evaluation.answers import answer, judgement
from training.datasets import FrameSet
from training.distortions import Frame
from training.errors import DatasetError
from training.evaluation.bootstrap import Interval
from training.evaluation.degraded import companion_trials, degraded_trials
from training.evaluation.figure_table import Cell, FigureTable, as_text, in_terminal
from training.evaluation.judgement import Judgement
from training.evaluation.protocol import Options
from training.evaluation.protocols import COMPANION_PROTOCOL, FRAME_PROTOCOLS, PLANE_PROTOCOLS, degraded_protocol
from training.evaluation.recall import summarise_recall
from training.evaluation.run import Job, run_protocols
from training.evaluation.trial import Trial
from training.model_score import LoadedModel, ModelIdentity
from training.synthetic_scene import draw_scene

IDENTITY = ModelIdentity(name="sharpness", version="1", sha256="0" * 64, kinds=(NONE, "lens_blur"))


def by_sharpness(frame: Frame) -> Assessment:
    """A model that takes a smooth frame for a blurred one."""
    steps = np.abs(np.diff(frame.astype(np.int16), axis=1)).mean()
    return answer(float(min(1.0, steps / 6)), severity=0.5)


MODEL = LoadedModel(by_sharpness, IDENTITY)


@pytest.fixture(scope="module")
def frames() -> FrameSet:
    """Three frames of 96 x 128."""
    drawn = tuple(draw_scene(96, 128, np.random.default_rng(seed)) for seed in range(3))
    return FrameSet("gate", tuple(Path(f"{index}.png") for index in range(3)), drawn)


@pytest.mark.parametrize("name", FRAME_PROTOCOLS)
def test_each_protocol_gives_judgements_figures_and_tables(name: str, frames: FrameSet) -> None:
    seen: list[tuple[Trial, Judgement]] = []
    job = Job(FRAME_PROTOCOLS[name], frames)
    options = Options(max_frames=2)
    result = run_protocols(MODEL, [job], options, lambda trial, judged: seen.append((trial, judged)))
    assert len(result.judgements) == len(seen) > 0
    assert all(trial.kind == judged.kind and trial.frame == judged.frame for trial, judged in seen)
    assert all(0 <= judged.assessment.quality <= 1 for _, judged in seen)
    assert {judged.camera for _, judged in seen} == {"gate"}
    assert job.n_steps(options) >= 2
    document = json.loads(json.dumps(result.as_document(), allow_nan=False))
    assert document["model"]["name"] == "sharpness"
    assert document["options"]["max_frames"] == 2
    assert document["results"][0]["protocol"] == name
    assert document["results"][0]["figures"]
    assert all(len(row) == len(table.columns) for table in result.tables for row in table.rows)
    assert all(in_terminal(table).row_count == len(table.rows) for table in result.tables)


def test_two_sets_of_the_same_name_stay_two(frames: FrameSet) -> None:
    job = Job(FRAME_PROTOCOLS["ancestor"], frames)
    result = run_protocols(MODEL, [job, job], Options())
    assert len(result.outcomes) == 2
    assert [row[0] for row in result.tables[0].rows] == ["gate", "gate"]


def test_distortions_that_nobody_sees_get_a_table_of_their_own() -> None:
    dark = FrameSet("night", tuple(Path(f"{index}.png") for index in range(2)), (np.full((64, 64), 30, np.uint8),) * 2)
    result = run_protocols(MODEL, [Job(FRAME_PROTOCOLS["every-kind"], dark)], Options())
    table = result.tables[-1]
    assert "change nothing visible" in table.title
    (row,) = table.rows
    assert row[:3] == ("night", "every-kind", len(result.judgements))
    assert isinstance(row[3], int)
    assert row[3] >= 2  # a gain of 2.5 leaves a level of 30 far from white


def test_a_protocol_that_cannot_sum_up_names_itself_and_the_set(frames: FrameSet) -> None:
    few = FrameSet("tiny", (), ())
    with pytest.raises(DatasetError, match=r"protocol 'ancestor' on the set 'tiny'"):
        run_protocols(MODEL, [Job(FRAME_PROTOCOLS["ancestor"], few)], Options())


def test_degraded_frames_are_scored_as_they_are_and_their_companions_beside(frames: FrameSet) -> None:
    degraded = list(degraded_trials("interlace_combing")(frames))
    assert all(np.array_equal(trial.picture, frame) for trial, frame in zip(degraded, frames.frames, strict=True))
    assert {(trial.kind, trial.severity) for trial in degraded} == {("interlace_combing", None)}
    assert {trial.kind for trial in companion_trials(frames)} == {NONE}
    jobs = [Job(degraded_protocol("line_noise"), frames), Job(COMPANION_PROTOCOL, frames)]
    result = run_protocols(MODEL, jobs, Options())
    assert [row[1] for table in result.tables for row in table.rows] == ["line_noise", NONE]


def test_recall_counts_what_is_found_and_what_is_named() -> None:
    judgements = [
        judgement("lens_blur", 0.2),
        judgement("lens_blur", 0.4, said="ghosting"),
        judgement("lens_blur", 0.9),
        judgement(NONE, 0.9),
    ]
    blur, clean = summarise_recall(judgements)
    assert (blur.kind, blur.n_scored, blur.found, blur.named) == ("lens_blur", 3, 2 / 3, 1 / 3)
    assert blur.mean_quality == pytest.approx(0.5)
    assert (clean.kind, clean.found, clean.named) == (NONE, 0, 1)


def test_a_model_without_kinds_can_be_judged_too() -> None:
    binary = Assessment(
        quality=0.2, probabilities={"distorted": 0.8}, severity=None, embedding=np.zeros(128, np.float32)
    )
    judged = Judgement(camera="gate", frame="a", protocol="ancestor", kind="ghosting", severity=None, assessment=binary)
    assert judged.called_distorted
    assert not judged.named_right
    assert judged.probability_of_truth == 0.8


def test_cells_are_written_for_people() -> None:
    cells: list[Cell] = ["gate", 3, 0.5, None, Interval(0.5, 0.25, 1)]
    assert [as_text(cell) for cell in cells] == ["gate", "3", "0.500", "-", "0.500 [0.250, 1.000]"]
    table = in_terminal(FigureTable(title="x", columns=("a", "b"), rows=(("gate", 1),)))
    assert table.columns[1].justify == "right"


def test_every_protocol_has_a_name_of_its_own() -> None:
    names = [*FRAME_PROTOCOLS, *PLANE_PROTOCOLS, COMPANION_PROTOCOL.name, degraded_protocol("banding").name]
    assert len(names) == len(set(names))
