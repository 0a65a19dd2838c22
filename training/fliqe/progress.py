"""How far a run of the recipe `fliqe` is: one bar for each part of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from training.training_log import LogRow


@dataclass(frozen=True, slots=True)
class Advance:
    """Where a part of the run stands.

    Attributes:
        part: Its name, such as `projection head`.
        done: Samples or steps done.
        total: Of so many.
        row: The line of the log, where one was written.
    """

    part: str
    done: int
    total: int
    row: LogRow | None = None


Report = Callable[[Advance], None]


@contextmanager
def show_advances(console: Console) -> Iterator[Report]:
    """Show a bar for each part as it begins, and a line for each evaluation."""
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def report(advance: Advance) -> None:
            if advance.part not in tasks:
                tasks[advance.part] = progress.add_task(advance.part, total=advance.total)
            progress.update(tasks[advance.part], completed=advance.done)
            row = advance.row
            if row is not None and row.validation_log_loss is not None:
                accuracy = "" if row.validation_accuracy is None else f", accuracy {row.validation_accuracy:.3f}"
                console.print(
                    f"{advance.part}, step {row.step}: loss {row.loss:.3f}; "
                    f"validation: loss {row.validation_log_loss:.3f}{accuracy}"
                )

        yield report
