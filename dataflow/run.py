"""The flow as a process: attempts, one after the other, through outages, until it is asked to stop."""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from dataflow.attempt import Attempt
from dataflow.health import Health
from dataflow.lagging import Lagging
from dataflow.liveness import Liveness
from dataflow.metrics import Figures, FlowMetrics
from flir_iqa.errors import BrokerError, TopicError
from plumbing.child import Reporter
from plumbing.log_events import FLOW_ENDED_EARLY, FLOW_STATUS
from plumbing.stopping import Stopper

log = logging.getLogger(__name__)

_FIRST_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 30.0
_REPORT_S: Final = 1.0
_LOG_EVERY: Final = 10
"""Reports between two lines of logging."""


def supervise(attempt: Attempt, stopper: Stopper, health: Health) -> None:
    """Run attempts until asked to stop; an outage of Kafka is waited out.

    Guarantee: one command goes on through any outage, says `degraded` with the reason, and ends within its grace when
    asked to (`tests/chaos/test_scenarios.py::test_sigterm_and_sigint_are_exact_and_exit_0`).

    Raises:
        FlirIqaError: What waiting will not mend.
    """
    os.environ.setdefault("RUST_BACKTRACE", "0")
    wait_s = _FIRST_WAIT_S
    while not stopper.stopping:
        begun = time.monotonic()
        try:
            attempt.run()
        except (BrokerError, TopicError) as error:
            if isinstance(error, TopicError) and not attempt.metrics.starts:
                raise  # wrong from the beginning; later, somebody may be making the topics again
            if stopper.stopping:
                FLOW_ENDED_EARLY.log(log, reason=str(error))
            else:
                health.set(str(error))
        if time.monotonic() - begun > _LONGEST_WAIT_S:
            wait_s = _FIRST_WAIT_S
        attempt.liveness.rest()
        stopper.wait(wait_s)
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


def report_regularly(
    metrics: FlowMetrics,
    health: Health,
    liveness: Liveness,
    lagging: Lagging,
    reporter: Reporter,
    show: Callable[[str], None] | None = None,
) -> None:
    """Tell the parent, the terminal or the log how the flow does, from a thread, until the process ends."""

    def loop() -> None:
        pause = threading.Event()
        count = 0
        while not pause.wait(_REPORT_S):
            figures, verdict = metrics.read(), liveness.look()
            reason = health.reason if verdict.alive else verdict.reason
            late = lagging.look(figures)
            counters = {**asdict(figures), "lagging": late is not None, "alive": verdict.alive}
            reporter.send("degraded" if reason else "running", reason or late, **counters)
            count += 1
            if show is not None:
                state = f"degraded: {reason}" if reason else late or "running"
                show(f"{state}   {FLOW_STATUS.text.format_map(_status(figures))}")
            elif count % _LOG_EVERY == 0:
                FLOW_STATUS.log(log, **_status(figures))

    threading.Thread(target=loop, name="reports", daemon=True).start()


def _status(figures: Figures) -> dict[str, Any]:
    latency = "-" if figures.latency_p50_ms is None else f"{figures.latency_p50_ms:.0f} ms"
    return {**asdict(figures), "latency": latency}
