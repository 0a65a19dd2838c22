"""The log of a training run: one CSV file that any spreadsheet opens."""

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One line of the log.

    Attributes:
        step: Steps done.
        frames_seen: Frames learned from.
        loss: Mean loss since the line before.
        learning_rate: Of the last step.
        validation_accuracy: Mean over the validation sets; None where there was no evaluation.
        validation_log_loss: Likewise.
    """

    step: int
    frames_seen: int
    loss: float
    learning_rate: float
    validation_accuracy: float | None = None
    validation_log_loss: float | None = None


class TrainingLog:
    """Appends to a CSV file; a resumed run drops the lines after the step from which it goes on.

    Args:
        path: The file.
        resumed_at: Step from which the run goes on; 0 begins a new file.
    """

    def __init__(self, path: Path, resumed_at: int = 0) -> None:
        self._path = path
        self._columns = [field.name for field in fields(LogRow)]
        kept = self._rows_up_to(resumed_at) if resumed_at else []
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, self._columns)
            writer.writeheader()
            writer.writerows(kept)

    def append(self, row: LogRow) -> None:
        """Write one line; it is on disk when this returns to the caller."""
        with self._path.open("a", newline="") as file:
            csv.DictWriter(file, self._columns).writerow(asdict(row))

    def _rows_up_to(self, step: int) -> list[dict[str, str]]:
        if not self._path.exists():
            return []
        with self._path.open(newline="") as file:
            return [row for row in csv.DictReader(file) if int(row["step"]) <= step]
