"""Kafka is away for a minute."""

import time
from dataclasses import dataclass
from typing import ClassVar

from chaos.scenario import Scenario
from chaos.stage import Stage


@dataclass(frozen=True, slots=True)
class LongOutage(Scenario):
    """One flow waits with its results in hand; it says that it is degraded and why. Then it goes on by itself.

    The frames of the outage wait in their sender, which is one that waits: `flir-iqa produce` drops and counts.
    """

    name: ClassVar[str] = "long-outage"
    fault: ClassVar[str] = "Kafka away for a minute"
    breaks_broker: ClassVar[bool] = True
    outage_s: float = 60
    fps: float = 100
    limit_s: float | None = None
    """How long results wait before the flow starts afresh; by default as the flow has it, longer than the outage."""

    def play(self, stage: Stage) -> None:
        """Kill Kafka once, wait, and start it again."""
        options = () if self.limit_s is None else ("--outage-limit-s", f"{self.limit_s:g}")
        flow = stage.flow(*options).start()
        feed = stage.feed(self.fps)
        with feed.running():
            stage.wait_for_results(round(self.fps))
            stage.broker.kill()
            stage.count_fault("outage")
            flow.wait_for_log("degraded")
            time.sleep(self.outage_s)
            stage.check("the flow outlives the outage", flow.running.poll() is None)
            stage.mark_repair()
            stage.broker.restart()
            stage.wait_for_results()
        stage.settle()
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.conclude(feed)


@dataclass(frozen=True, slots=True)
class OutageBeyondLimit(LongOutage):
    """The outage outlasts the time that results wait: the flow gives them up and starts afresh from the topics."""

    name: ClassVar[str] = "outage-beyond-limit"
    fault: ClassVar[str] = "Kafka away for longer than results wait"
    outage_s: float = 15
    limit_s: float | None = 3
