"""Keeps one child running: starts it, starts it again when it dies, and gives up at a limit with its last words."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from control.child_process import ChildProcess
from control.errors import ChildDiedError, ChildRefusedError, NotRunningError
from control.settings import ServeSettings
from plumbing.child import Report
from plumbing.log_events import CHILD_DIED, CHILD_GIVEN_UP, CHILD_HUNG, CHILD_KILLED, UNFORESEEN

log = logging.getLogger(__name__)

ChildState = Literal["stopped", "starting", "running", "degraded", "restarting", "stopping", "finished", "failed"]
"""`finished`: it ended by itself and well, as a producer does after its last film. `failed`: given up."""

WORKING: Final = frozenset({"running", "degraded"})
"""States in which a child does its work."""
_ALIVE: Final = frozenset({"starting", "running", "degraded", "stopping"})
_LOOK_S: Final = 1.0
_PAUSE_S: Final = 10.0
_SETTLE_S: Final = 3.0
"""How long a child that has accepted its settings is watched for its first report of work."""


@dataclass(frozen=True, slots=True)
class ChildStatus:
    """How a child does."""

    state: ChildState = "stopped"
    pid: int | None = None
    since: datetime | None = None
    """When it came into this state."""
    restarts: int = 0
    error: str | None = None
    """Why it is degraded, restarting or failed: its own words, credentials masked."""
    last_lines: list[str] = field(default_factory=list)
    """The latest lines of its standard error, where it died."""
    counters: Mapping[str, Any] = field(default_factory=dict)
    """What it counts, since it was last started."""


class Supervisor:
    """One child, from the first start to the stop. Runs in a thread of its own; made anew for each start.

    Args:
        module: The room to run.
        document: Its settings.
        settings: Time-outs, and when to give up.
        now: The wall clock, aware.
        inherit: Descriptors that the child holds as long as it lives.
    """

    def __init__(
        self,
        module: str,
        document: Mapping[str, Any],
        settings: ServeSettings,
        now: Callable[[], datetime],
        inherit: Sequence[int] = (),
    ) -> None:
        self._module = module
        self._document = document
        self._settings = settings
        self._now = now
        self._inherit = inherit
        self._changed = threading.Condition()
        self._stopping = False
        self._accepted = False
        self._works = False
        self._refused = False
        self._restarts = 0
        self._status = ChildStatus()
        self._process: ChildProcess | None = None
        self._n_reports = 0
        self._reported_at = time.monotonic()
        self._alive = True
        self._thread = threading.Thread(target=self._run, name=f"{module} supervisor", daemon=True)

    @property
    def status(self) -> ChildStatus:
        """How the child does now."""
        with self._changed:
            return self._status

    def start(self) -> None:
        """Start the child; returns at once."""
        self._set("starting")
        self._thread.start()

    def change(self, document: Mapping[str, Any], cameras: Mapping[str, Any]) -> None:
        """Change the cameras of the child, and of those that are started later.

        Args:
            document: All settings as they are from now on.
            cameras: What is different: a table or None by camera.
        """
        with self._changed:
            self._document = document
            if self._process is not None:
                self._process.order(cameras)

    def wait_started(self, deadline: float) -> None:
        """Wait until the child has accepted its settings, and a little longer for what it finds wrong right then.

        Args:
            deadline: By `time.monotonic()`.

        Raises:
            ChildRefusedError: It refused them.
            ChildDiedError: It died otherwise, or said nothing in time.
            NotRunningError: It was stopped meanwhile.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._accepted or self._is_over, deadline - time.monotonic())
            if self._accepted:
                self._changed.wait_for(lambda: self._works or self._is_over, _SETTLE_S)
            state = self._status.state
            if state in ("running", "degraded", "finished") or (self._works and state in ("starting", "restarting")):
                return  # one that died later is started again
            if self._stopping:
                message = f"{self._module} was stopped before it had started"
                raise NotRunningError(message)
            if self._status.state != "failed":
                message = f"{self._module} did not accept its settings within {self._settings.start_timeout_s:g} s"
                raise ChildDiedError(message)
            if self._refused:
                raise ChildRefusedError(self._status.error or "")
            message = f"{self._module} died: {self._status.error}"
            raise ChildDiedError(message)

    def wait_for_report(self, fits: Callable[[Mapping[str, Any]], bool], deadline: float) -> bool:
        """Wait for a report whose counters fit, made after this call; return whether it came.

        Ends early where none can come.
        """
        with self._changed:
            first = self._n_reports + 1
            self._changed.wait_for(
                lambda: self._status.state != "running" or (self._n_reports > first and fits(self._status.counters)),
                deadline - time.monotonic(),
            )
            return self._status.state == "running" and fits(self._status.counters)

    def stop(self, deadline: float) -> None:
        """Stop the child: ask it, and kill it where it still lives at `deadline`. May be called twice."""
        with self._changed:
            self._stopping = True
            if self._status.state not in ("stopped", "finished", "failed"):
                self._set("stopping")
            self._changed.notify_all()
            process = self._process
        if process is not None:
            process.ask_to_stop()
        if self._thread.ident is None:
            return
        self._thread.join(max(0.0, deadline - time.monotonic()))
        while self._thread.is_alive():
            CHILD_KILLED.log(log, child=self._module)
            if self._process is not None:
                self._process.kill()
            self._thread.join(1.0)

    @property
    def is_over(self) -> bool:
        """Whether it has ended for good, by itself: nothing starts it again."""
        return self.status.state in ("finished", "failed")

    @property
    def _is_over(self) -> bool:
        return self._stopping or self._status.state in ("finished", "failed")

    def _run(self) -> None:
        try:
            self._keep_running()
        except Exception as error:  # the owner looks at the status: nothing else would tell it
            where = f"the supervision of {self._module}"
            UNFORESEEN.log(log, exception=error, where=where, reason=repr(error))
            self._set("failed", f"the supervision broke: {error!r}")

    def _keep_running(self) -> None:
        deaths = 0
        while True:
            began = time.monotonic()
            process = self._start_process()
            self._wait(process)
            if self._stopping:
                self._set("stopped")
                return
            if process.ended_well:
                self._set("finished")
                return
            deaths = 1 if time.monotonic() - began >= self._settings.restart_healthy_s else deaths + 1
            self._refused = process.refused
            if not self._works or deaths > self._settings.restart_limit:
                self._give_up(process, deaths)
                return
            if not self._back_off(process, deaths):
                return
            self._restarts += 1

    def _wait(self, process: ChildProcess) -> None:
        """Wait for the end of a process; bring it about where it has worked, and does not move any more."""
        looked_at = time.monotonic()
        while not process.wait_for(_LOOK_S):
            before, looked_at = looked_at, time.monotonic()
            if looked_at - before > _PAUSE_S:  # we stood still ourselves: the machine was paused
                self._reported_at = looked_at
            reason = self._standstill()
            if reason is not None and process.verdict is None:
                CHILD_HUNG.log(log, child=self._module, reason=reason)
                process.verdict = reason
                process.kill()
        process.wait()

    def _standstill(self) -> str | None:
        """Return why the child counts as hung; None while it moves, or is stopped, which has a deadline of its own."""
        with self._changed:
            silent_s = time.monotonic() - self._reported_at
            if self._stopping or not self._works:
                return None
            limit_s = self._settings.hang_limit_s
            if self._status.state == "starting":  # it has said nothing yet: it imports, and loads its model
                limit_s += self._settings.start_timeout_s
            if silent_s > limit_s:
                return f"it hung: it said nothing for {silent_s:.0f} s"
            return None if self._alive else f"it hung: {self._status.error}"

    def _start_process(self) -> ChildProcess:
        with self._changed:  # a change comes either before, into the document, or after, as an order
            process = ChildProcess(self._module, self._document, self._take_report, inherit=self._inherit)
            self._process = process
            self._reported_at, self._alive = time.monotonic(), True
        process.start()
        if self._stopping:  # asked between the two lines above: the process was not there yet
            process.ask_to_stop()
        before = self.status
        if before.state != "stopping":
            self._set("starting", before.error, before.last_lines)
        return process

    def _give_up(self, process: ChildProcess, deaths: int) -> None:
        times = "" if deaths == 1 else f", {deaths} times in a row"
        words = process.last_words
        CHILD_GIVEN_UP.log(log, child=self._module, times=times, reason=words)
        error = words if not self._works else f"died{times}; last words: {words}"
        self._set("failed", error, process.last_lines)

    def _back_off(self, process: ChildProcess, deaths: int) -> bool:
        """Wait before the next start; return whether there shall be one."""
        settings = self._settings
        wait_s = min(settings.restart_first_s * 2 ** (deaths - 1), settings.restart_longest_s)
        words = process.last_words
        CHILD_DIED.log(log, child=self._module, wait_s=wait_s, reason=words)
        self._set("restarting", f"died, starts again in {wait_s:.1f} s; last words: {words}", process.last_lines)
        with self._changed:
            if self._changed.wait_for(lambda: self._stopping, wait_s):
                self._set("stopped")
                return False
        return True

    def _take_report(self, report: Report) -> None:
        with self._changed:
            self._n_reports += 1
            self._reported_at, self._alive = time.monotonic(), report.counters.get("alive") is not False
            if self._stopping or report.stage == "failed":
                return  # the end of the process is near, and tells
            self._accepted = True
            self._works = self._works or report.stage in ("running", "degraded")
            self._set("degraded" if report.stage == "degraded" else "running", report.error, [], report.counters)

    def _set(
        self,
        state: ChildState,
        error: str | None = None,
        lines: list[str] | None = None,
        counters: Mapping[str, Any] | None = None,
    ) -> None:
        with self._changed:
            before = self._status
            self._status = ChildStatus(
                state=state,
                pid=self._process.pid if self._process and state in _ALIVE else None,
                since=before.since if before.state == state and before.since else self._now(),
                restarts=self._restarts,
                error=error,
                last_lines=lines or [],
                counters=before.counters if counters is None else counters,
            )
            self._changed.notify_all()
