"""What the commands on recordings share: their options, and a line of progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from recording.writer import Compression, WriterSettings

_SHOW_EVERY = 100

recording_argument = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")
out_option = click.option(
    "--out", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="The new recording."
)
compression_option = click.option(
    "--compression",
    type=click.Choice([str(each) for each in Compression]),
    default=str(Compression.ZSTD),
    show_default=True,
    callback=lambda context, parameter, name: WriterSettings(compression=Compression(name)),
    help="How to compress the new one.",
)


@contextmanager
def progress_line(title: str) -> Iterator[Callable[[int], None]]:
    """Show on standard error, in a terminal only, how many messages are done."""
    columns: list[Any] = [
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:.0f} messages"),
        TimeElapsedColumn(),
    ]
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def show(n_done: int) -> None:
            if n_done % _SHOW_EVERY == 0:
                bar.update(task, completed=n_done)

        yield show
