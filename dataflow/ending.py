"""Why a run of the flow ends: it was asked to, or something failed."""

import threading
from collections.abc import Callable

from flir_iqa.errors import FlirIqaError


class Ending:
    """Keeps the first failure of a run; source and sink look at it and let the stream end.

    An error that is raised inside Bytewax comes out as a panic with a trace of Rust. So what is expected to go wrong is
    kept here instead: the sink writes nothing more, the source ends the stream, and who ran the flow raises the error.
    Safe to use from several threads.

    Args:
        stopping: Whether the process was asked to end.
    """

    def __init__(self, stopping: Callable[[], bool]) -> None:
        self._stopping = stopping
        self._lock = threading.Lock()
        self._failure: FlirIqaError | None = None

    def fail(self, failure: FlirIqaError) -> None:
        """Keep a failure; the first one counts."""
        with self._lock:
            self._failure = self._failure or failure

    @property
    def failed(self) -> bool:
        """Whether something failed: from then on nothing may be written."""
        return self._failure is not None

    @property
    def near(self) -> bool:
        """Whether the stream is to end."""
        return self.failed or self._stopping()

    def check(self) -> None:
        """Raise the failure, if there is one."""
        if self._failure is not None:
            raise self._failure
