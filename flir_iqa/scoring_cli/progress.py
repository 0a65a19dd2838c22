"""How far `flir-iqa score` is, for people who wait for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class FileProgress:
    """A bar over all files; a video counts as one file and moves the bar as it is read.

    Args:
        bar: Where it is drawn.
    """

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None, visible=False)

    def begin(self, n_files: int) -> None:
        """State how many files there are."""
        self._bar.update(self._task, total=n_files, visible=True)

    def move(self, n_files_done: int, share: float | None, name: str) -> None:
        """State how many files are done, and how much of the next one, 0..1 (None: unknown)."""
        self._bar.update(self._task, completed=n_files_done + (share or 0.0), description=escape(name))


@contextmanager
def open_progress(*, in_terminal: bool) -> Iterator[FileProgress]:
    """Show a bar while the context is open, and remove it after.

    Args:
        in_terminal: Whether the results go to a terminal: the bar then stays below them. Else it goes to standard
            error, where that is a terminal.
    """
    console = Console(stderr=not in_terminal)
    columns = (
        BarColumn(24),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", style="bright_black"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield FileProgress(bar)
