"""The log of a run across a resume."""

from pathlib import Path

from training.training_log import LogRow, TrainingLog


def row(step: int) -> LogRow:
    """A line without an evaluation."""
    return LogRow(step=step, frames_seen=step * 2, loss=1.0, learning_rate=0.1)


def test_a_resumed_log_drops_what_will_be_written_again(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    log = TrainingLog(path)
    for step in (1, 2, 3):
        log.append(row(step))
    TrainingLog(path, resumed_at=2).append(row(3))
    lines = path.read_text().splitlines()
    assert lines[0] == "step,frames_seen,loss,learning_rate,validation_accuracy,validation_log_loss"
    assert lines[1:] == ["1,2,1.0,0.1,,", "2,4,1.0,0.1,,", "3,6,1.0,0.1,,"]


def test_a_new_run_begins_a_new_log(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    TrainingLog(path).append(row(1))
    TrainingLog(path)
    assert len(path.read_text().splitlines()) == 1


def test_a_resume_without_a_log_begins_one(tmp_path: Path) -> None:
    TrainingLog(tmp_path / "log.csv", resumed_at=5).append(row(6))
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 2
