"""Shows on standard error, in a terminal only, how many messages were read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from recording.commands.common import progress_line


@contextmanager
def counting(title: str) -> Iterator[Callable[[int], None]]:
    """Give what is told how many more were read."""
    n_read = 0
    with progress_line(title) as show:

        def tick(n_more: int) -> None:
            nonlocal n_read
            n_read += n_more
            show(n_read)

        yield tick
