"""Brings what runs to what is wanted: at the start, after each change, and again while something keeps it from that."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Final

from control.errors import AlreadyRunningError, ChildRefusedError, NothingToStartError, NotRunningError
from control.fleet import Fleet
from control.pipeline import Pipeline
from flir_iqa.errors import FlirIqaError, SettingsError
from plumbing.log_events import AUTOSTART_FAILED, UNFORESEEN

log = logging.getLogger(__name__)

_RETRY_S: Final = 5.0
_LOOK_S: Final = 1.0
_HOPELESS: Final = (ChildRefusedError, NothingToStartError, SettingsError)
"""What waiting does not mend, only another wish."""


class Reconciler:
    """Works in a thread of its own; whoever changes a wish only wakes it.

    Args:
        fleet: What is wanted.
        pipeline: What runs.
        start: Starts what is wanted; raises what a start raises.
    """

    def __init__(self, fleet: Fleet, pipeline: Pipeline, start: Callable[[], None]) -> None:
        self._fleet = fleet
        self._pipeline = pipeline
        self._start = start
        self._acting = threading.Lock()
        self._news = threading.Event()
        self._noting = threading.Lock()
        self._again: set[str] = set()
        self._revive = False
        self._is_over = False
        self._waits_for_news = False
        self._error: str | None = None
        self._thread = threading.Thread(target=self._run, name="reconciler", daemon=True)

    @property
    def error(self) -> str | None:
        """Why what is wanted does not run; None when it does, or nothing is wanted."""
        return self._error

    def begin(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def wake(self) -> None:
        """Say that something else is wanted."""
        self._news.set()

    def restart(self, camera_ids: set[str]) -> None:
        """Have cameras begin anew, and children start that were given up."""
        with self._noting:
            self._again |= camera_ids
            self._revive = True
        self.wake()

    @contextlib.contextmanager
    def by_hand(self) -> Iterator[None]:
        """Leave the pipeline to whoever holds this: nothing is started or stopped meanwhile."""
        with self._acting:
            yield
            self._error = None

    def close(self) -> None:
        """Do no more; whoever stops the pipeline ends what is under way. May be called twice."""
        self._is_over = True
        self.wake()

    def join(self, timeout_s: float) -> None:
        """Wait for the end of what is under way."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        wait_s = 0.0
        while not self._is_over:
            if self._news.wait(wait_s):
                self._waits_for_news = False
            self._news.clear()
            try:
                with self._acting:
                    wait_s = self._reconcile()
            except Exception as error:  # the next pass may do better; without one nothing would ever change again
                UNFORESEEN.log(log, exception=error, where="the reconciler", reason=repr(error))
                wait_s = _RETRY_S

    def _reconcile(self) -> float:
        """Do one pass; return after how many seconds the next one is due."""
        wanted = self._fleet.running()
        if self._is_over:
            return 0.0
        if not wanted:
            with contextlib.suppress(NotRunningError):
                self._pipeline.stop()
            self._error = None
        elif self._pipeline.plan is not None:
            self._change()
        elif not self._waits_for_news:
            return self._try_to_start()
        return _LOOK_S

    def _change(self) -> None:
        with self._noting:
            again, self._again = self._again, set()
            revive, self._revive = self._revive, False
        if revive:
            self._pipeline.revive()
        self._pipeline.change(self._fleet.running(), again)

    def _try_to_start(self) -> float:
        with self._noting:  # all begin anew anyway
            self._again, self._revive = set(), False
        try:
            self._start()
        except (AlreadyRunningError, NotRunningError):  # somebody else was faster
            return _LOOK_S
        except FlirIqaError as error:
            if self._is_over:
                return 0.0
            AUTOSTART_FAILED.log(log, reason=str(error))
            self._error = str(error)
            self._waits_for_news = isinstance(error, _HOPELESS)
            return _RETRY_S
        self._error = None
        return _LOOK_S
