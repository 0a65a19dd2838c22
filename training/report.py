"""How a run looks in a terminal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from training.datasets import FrameSet
from training.train import Report
from training.training_log import LogRow


@contextmanager
def show_progress(console: Console, n_steps: int) -> Iterator[Report]:
    """Show a bar of the steps, and a line for each evaluation."""
    columns = (
        TextColumn("step"),
        MofNCompleteColumn(),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("loss {task.fields[loss]:.3f}"),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("learning", total=n_steps, loss=float("nan"))

        def report(row: LogRow) -> None:
            progress.update(task, completed=row.step, loss=row.loss)
            if row.validation_accuracy is not None:
                console.print(
                    f"step {row.step}: loss {row.loss:.3f}; validation: "
                    f"accuracy {row.validation_accuracy:.3f}, log loss {row.validation_log_loss:.3f}"
                )

        yield report


def show_skipped(console: Console, sets: Sequence[FrameSet]) -> None:
    """Name each file that could not be read."""
    for skipped in (each for frames in sets for each in frames.skipped):
        console.print(f"skipped: {skipped.reason}", markup=False, highlight=False)
