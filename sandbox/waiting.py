"""Waiting for a condition, with a deadline."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from sandbox.errors import SandboxError

_INTERVAL_S: Final = 0.02

T = TypeVar("T")


def wait_until(condition: Callable[[], T | None], timeout_s: float, what: str) -> T:
    """Ask `condition` again and again until its answer is true, and return that answer.

    Args:
        condition: Asked about fifty times a second, and once more at the deadline.
        timeout_s: How long to wait.
        what: What is waited for, for the error: "the broker listens".

    Raises:
        SandboxError: It did not come in time.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        late = time.monotonic() >= deadline
        answer = condition()
        if answer:
            return answer
        if late:
            message = f"waited {timeout_s:g} s in vain: {what}; the last answer was {answer!r}"
            raise SandboxError(message)
        time.sleep(_INTERVAL_S)
