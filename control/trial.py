"""Tries a camera before it is kept: a producer of its own opens it, takes one frame, and ends."""

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from control.camera_bodies import TrialAnswer
from control.child_process import ChildProcess
from control.errors import BusyError
from plumbing.child import Report

_AT_ONCE: Final = 4
"""Each is a process that decodes; more would take the machine from the cameras that run."""
_LONGEST_S: Final = 60.0
_LOOK_S: Final = 0.2


class Trials:
    """Runs them, a few at once.

    Args:
        module: The producer.
        longest_s: After so many seconds a trial is broken off.
    """

    def __init__(self, module: str, longest_s: float = _LONGEST_S) -> None:
        self._module = module
        self._longest_s = longest_s
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        self._is_over = threading.Event()

    def run(self, document: Mapping[str, Any], inherit: Sequence[int] = ()) -> TrialAnswer:
        """Try the one camera that a document describes.

        Raises:
            BusyError: Too many are tried already.
        """
        if not self._free.acquire(blocking=False):
            message = f"{_AT_ONCE} cameras are being tried already; try again in some seconds"
            raise BusyError(message)
        try:
            return self._run(document, inherit)
        finally:
            self._free.release()

    def close(self) -> None:
        """Break off what is under way; may be called twice."""
        self._is_over.set()

    def _run(self, document: Mapping[str, Any], inherit: Sequence[int]) -> TrialAnswer:
        reports: list[Report] = []
        child = ChildProcess(self._module, document, reports.append, ["--check"], inherit)
        child.start()
        deadline = time.monotonic() + self._longest_s
        while not child.wait_for(_LOOK_S):
            if time.monotonic() > deadline or self._is_over.is_set():
                child.kill()
                child.wait()
                return TrialAnswer(ok=False, error=f"no frame and no reason came within {self._longest_s:g} s")
        child.wait()
        for report in reports:
            for finding in report.counters.get("findings", ()):
                return _answer(finding)
        return TrialAnswer(ok=False, error=child.last_words)


def _answer(finding: Mapping[str, Any]) -> TrialAnswer:
    names = ("error", "codec", "width", "height", "fps")
    told = {name: finding.get(name) for name in names}
    return TrialAnswer(ok=told["error"] is None, snapshot=finding.get("jpeg"), **told)
