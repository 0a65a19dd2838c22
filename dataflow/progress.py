"""How far a run over a recording is, for people who wait for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def frame_progress(n_frames: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error, where that is a terminal, while the context is open.

    Args:
        n_frames: How many frames there are; None where nobody knows.

    Yields:
        To be called with the number of frames that are done.
    """
    columns = (
        BarColumn(24),
        MofNCompleteColumn(),
        TextColumn("frames  {task.fields[rate]}", style="bright_black"),
        TimeRemainingColumn(compact=True),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=n_frames, rate="")

        def move(n_done: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=n_done, rate="" if speed is None else f"{speed:.0f}/s")

        yield move
