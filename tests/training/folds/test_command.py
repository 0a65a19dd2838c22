"""`flir-iqa folds`: two cameras, each left out once, from folders of files to figures and a calibration."""

import csv
import gzip
import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from training.calibration.weights_file import read_weights
from training.checkpoint import load_network, read_checkpoint
from training.errors import TrainingError
from training.folds.command import folds
from training.synthetic_scene import draw_scene

pytestmark = pytest.mark.integration

TINY = """
[train]
steps = 2
batch_size = 4
warmup_steps = 1
n_statistics_batches = 1
[train.shape]
stem_channels = 8
stages = [{ channels = 8, n_blocks = 1 }]
"""


def draw_folder(folder: Path, first_seed: int) -> str:
    """Write two clean frames."""
    folder.mkdir()
    for seed in range(first_seed, first_seed + 2):
        cv2.imwrite(str(folder / f"{seed}.png"), draw_scene(96, 128, np.random.default_rng(seed)))
    return str(folder)


@pytest.fixture(scope="module")
def arguments(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A call over two cameras and a set that is always learned from."""
    root = tmp_path_factory.mktemp("cameras")
    config = root / "tiny.toml"
    config.write_text(TINY)
    folders = [draw_folder(root / "gate", 0), draw_folder(root / "mast", 10)]
    always = draw_folder(root / "drone", 20)
    groups = ["--group", "gate", "--group", "mast", "--protocol", "every-kind", "--max-frames", "1"]
    return [*folders, "--always", always, *groups, "--config", str(config)]


def call(*arguments: str) -> Result:
    """Run the command; what it raises comes through."""
    return CliRunner().invoke(folds, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def finished(arguments: list[str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The folder and the output of a call that went through."""
    out = tmp_path_factory.mktemp("runs") / "folds"
    only = call(*arguments, "--out", str(out), "--only", "mast")
    assert only.exit_code == 0
    return out, call(*arguments, "--out", str(out))


def test_each_network_has_learned_from_all_but_its_camera(finished: tuple[Path, Result]) -> None:
    learned = {name: load_network(finished[0] / f"fold-{name}" / "best.pt").training_data for name in ("gate", "mast")}
    assert learned == {
        "gate": "drone (2 frames), mast (2 frames)",
        "mast": "drone (2 frames), gate (2 frames)",
    }


def test_folds_begin_with_earlier_ones_of_the_same_names_and_never_with_what_they_leave_out(
    finished: tuple[Path, Result], arguments: list[str], tmp_path: Path
) -> None:
    earlier = finished[0]
    result = call(*arguments, "--out", str(tmp_path / "later"), "--start-from", str(earlier), "--only", "mast")
    assert result.exit_code == 0, result.output
    mixed = tmp_path / "mixed"
    shutil.copytree(earlier / "fold-gate", mixed / "fold-mast")
    with pytest.raises(TrainingError, match="choose another --start-from"):
        call(*arguments, "--out", str(tmp_path / "leak"), "--start-from", str(mixed), "--only", "mast")


def test_one_set_of_tables_shows_every_camera_the_mean_and_the_worst(finished: tuple[Path, Result]) -> None:
    _, result = finished
    assert result.exit_code == 0, result.output
    table = result.stdout.split("Each frame clean and with every kind")[1].split("Recall of each kind")[0]
    first_words = [line.split()[0] for line in table.splitlines() if line.strip()]
    assert [word for word in first_words if word in ("gate", "mast", "mean", "worst")] == [
        "gate",
        "mast",
        "mean",
        "worst",
    ]
    assert "each camera under weights fitted on all the others" in " ".join(result.stdout.split())


def test_figures_are_written_with_and_without_calibration(finished: tuple[Path, Result]) -> None:
    document = json.loads((finished[0] / "folds.json").read_text())
    for calibrated in ("uncalibrated", "calibrated"):
        assert [each["fold"] for each in document[calibrated]] == ["gate", "mast"]
        assert [each["left_out"] for each in document[calibrated]] == [["gate"], ["mast"]]
        assert document[calibrated][0]["model"]["name"] == "fold-gate"
        assert document[calibrated][0]["results"][0]["protocol"] == "every-kind"
    assert document["calibration"]["ece"]["cameras"].keys() == {"gate", "mast"}


def test_the_calibration_is_written_as_calibrate_takes_it(finished: tuple[Path, Result]) -> None:
    weights = read_weights(finished[0] / "calibration.json")
    assert weights.odds > 0
    assert weights.severity <= -2


def test_every_judgement_is_kept(finished: tuple[Path, Result]) -> None:
    with gzip.open(finished[0] / "judgements.csv.gz", "rt", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["camera"] for row in rows} == {"gate", "mast"}
    assert len(rows) == 2 * 19
    quality, odds = float(rows[0]["quality"]), float(rows[0]["log_odds"])
    assert 1 / (1 + np.exp(-odds)) == pytest.approx(quality, abs=1e-6)


def test_only_trains_one_fold_and_says_what_to_do_next(arguments: list[str], tmp_path: Path) -> None:
    result = call(*arguments, "--out", str(tmp_path), "--only", "gate")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["fold-gate"]
    assert "run without --only to evaluate" in result.stderr


def test_a_fold_that_is_done_is_not_trained_again(arguments: list[str], finished: tuple[Path, Result]) -> None:
    best = finished[0] / "fold-gate" / "best.pt"
    before = best.stat().st_mtime_ns
    call(*arguments, "--out", str(finished[0]), "--only", "gate")
    assert best.stat().st_mtime_ns == before


def test_a_fold_that_was_stopped_goes_on(arguments: list[str], tmp_path: Path) -> None:
    call(*arguments, "--out", str(tmp_path), "--only", "gate")
    call(*arguments, "--out", str(tmp_path), "--only", "gate", "--steps", "3")
    assert read_checkpoint(tmp_path / "fold-gate" / "last.pt")["learner"]["step"] == 3


def test_evaluation_alone_names_the_folds_that_are_not_trained(arguments: list[str], tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="every fold to be trained, got none of gate, mast"):
        call(*arguments, "--out", str(tmp_path), "--evaluate-only")


def test_only_and_evaluate_only_exclude_each_other(arguments: list[str], tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="got both"):
        call(*arguments, "--out", str(tmp_path), "--evaluate-only", "--only", "gate")


def test_help_shows_examples() -> None:
    assert "flir-iqa folds cameras/*" in call("--help").output
