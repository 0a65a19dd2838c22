"""SIGTERM and SIGINT to the flow, again and again, while it scores."""

import time
from dataclasses import dataclass
from signal import Signals
from typing import ClassVar

from chaos.flow_process import FlowProcess
from chaos.scenario import Scenario
from chaos.stage import Stage

_LIMIT_S = 5.0
"""Within which the flow promises to end."""
_SLACK_S = 1.0
"""For the exit of the process itself, on a machine that is busy."""


@dataclass(frozen=True, slots=True)
class StopFlow(Scenario):
    """The flow is asked to end at random moments, by SIGTERM and SIGINT in turn, and started again at once."""

    name: ClassVar[str] = "stop-flow"
    fault: ClassVar[str] = "SIGTERM and SIGINT to the flow"
    n_stops: int = 12
    fps: float = 150

    def play(self, stage: Stage) -> None:
        """Ask it to end whenever results have come again."""
        flow = stage.flow().start()
        slowest_s = 0.0
        feed = stage.feed(self.fps)
        with feed.running():
            for count in range(self.n_stops):
                stage.wait_for_results()
                feed.wait_for(stage.chance.randint(0, round(self.fps / 2)))
                signal = (Signals.SIGTERM, Signals.SIGINT)[count % 2]
                slowest_s = max(slowest_s, _stop(flow, signal, stage))
                stage.mark_repair()
                flow.start()
            stage.wait_for_results()
        stage.settle()
        _stop(flow, Signals.SIGTERM, stage)
        stage.notes.append(f"slowest end {slowest_s:.2f} s")
        stage.check("no panic and no traceback in the log", not any(word in flow.log for word in ("panic", "Trace")))
        stage.conclude(feed)


@dataclass(frozen=True, slots=True)
class StopTwice(Scenario):
    """Asked to end while Kafka is frozen, the flow waits for its acknowledgements; a second signal ends it at once."""

    name: ClassVar[str] = "stop-twice"
    fault: ClassVar[str] = "SIGTERM while Kafka is frozen; a second one"
    breaks_broker: ClassVar[bool] = True
    n_stops: int = 3
    fps: float = 150

    def play(self, stage: Stage) -> None:
        """Freeze, ask, ask again or wait, thaw, start."""
        flow = stage.flow().start()
        feed = stage.feed(self.fps)
        with feed.running():
            for count in range(self.n_stops):
                stage.wait_for_results()
                stage.broker.freeze()
                feed.wait_for(round(self.fps / 2))
                if count % 2:
                    flow.send(Signals.SIGTERM)
                    feed.wait_for(round(self.fps / 4))
                    begun = time.monotonic()
                    flow.terminate()
                    stage.check("a second signal ends the flow at once", time.monotonic() - begun < _SLACK_S)
                    stage.count_fault("stop")
                else:
                    _stop(flow, Signals.SIGTERM, stage)
                stage.mark_repair()
                stage.broker.thaw()
                flow.start()
            stage.wait_for_results()
        stage.settle()
        flow.terminate()
        stage.conclude(feed)


def _stop(flow: FlowProcess, signal: Signals, stage: Stage) -> float:
    """Ask the flow to end; return how long that took, in seconds."""
    begun = time.monotonic()
    flow.send(signal)
    code = flow.wait()
    took_s = time.monotonic() - begun
    stage.count_fault(signal.name)
    stage.check(f"{signal.name} ends the flow with exit code 0, not {code}", code == 0)
    stage.check(f"{signal.name} ends the flow within {_LIMIT_S:g} s", took_s < _LIMIT_S + _SLACK_S)
    return took_s
