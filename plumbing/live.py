"""Shows a person how something long goes: what moves in a terminal, lines of log elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

from rich.console import Console, RenderableType
from rich.live import Live

from plumbing.logs import set_up_logging

ShownP = ParamSpec("ShownP")


@contextmanager
def live_display(
    console: Console, draw: Callable[ShownP, RenderableType], make_lines: Callable[[], Callable[ShownP, None]]
) -> Iterator[Callable[ShownP, None]]:
    """Give a way to show the state, right for where standard error goes; logging goes there too.

    Args:
        console: Standard error.
        draw: Makes what a terminal shows.
        make_lines: Makes what logs the state now and then, where there is no terminal.
    """
    if not console.is_terminal:
        set_up_logging()
        yield make_lines()
        return
    with Live(console=console, auto_refresh=False, redirect_stdout=False) as live:
        set_up_logging()  # after Live has taken standard error over, so that lines appear above it

        def show(*shown: ShownP.args, **named: ShownP.kwargs) -> None:
            live.update(draw(*shown, **named), refresh=True)

        yield show
