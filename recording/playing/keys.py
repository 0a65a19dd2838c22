"""Single keys from a terminal, without Enter."""

import os
import select
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final, TextIO


class Key(StrEnum):
    """The keys that mean something."""

    PAUSE = "space"
    STEP = "right"
    BACK = "left"
    FASTER = "up"
    SLOWER = "down"
    QUIT = "q"


_SEQUENCES: Final = {
    b" ": Key.PAUSE,
    b"q": Key.QUIT,
    b"Q": Key.QUIT,
    b"\x1b[A": Key.FASTER,
    b"\x1b[B": Key.SLOWER,
    b"\x1b[C": Key.STEP,
    b"\x1b[D": Key.BACK,
    b"\x1bOA": Key.FASTER,  # the same in a terminal's application mode
    b"\x1bOB": Key.SLOWER,
    b"\x1bOC": Key.STEP,
    b"\x1bOD": Key.BACK,
}
_READ_BYTES: Final = 256


def parse_keys(data: bytes) -> list[Key]:
    """Return the keys in what a terminal sent; what means nothing is left out."""
    keys = []
    while data:
        sequence = next((known for known in _SEQUENCES if data.startswith(known)), None)
        if sequence is not None:
            keys.append(_SEQUENCES[sequence])
        data = data[len(sequence or b".") :]
    return keys


class Keyboard:
    """The keys of a terminal that was set to send each at once."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def pressed(self) -> list[Key]:
        """Return the keys that were pressed since the last call; never waits."""
        readable, _, _ = select.select([self._descriptor], [], [], 0)
        return parse_keys(os.read(self._descriptor, _READ_BYTES)) if readable else []


@contextmanager
def keyboard(stream: TextIO) -> Iterator[Keyboard | None]:
    """Have a terminal send each key at once, and set it back at the end; `None` where `stream` is no terminal.

    A process in the background gets none either: it would be stopped for asking.
    """
    if not _is_in_front(stream):
        yield None
        return
    descriptor = stream.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield Keyboard(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _is_in_front(stream: TextIO) -> bool:
    """Whether a stream is the terminal whose keys go to this process."""
    try:
        return stream.isatty() and os.tcgetpgrp(stream.fileno()) == os.getpgrp()
    except (OSError, ValueError):  # a terminal of others, or a stream that is closed
        return False
