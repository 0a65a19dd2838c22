"""kill -9 of Kafka, again and again; it comes back with all that it acknowledged."""

from dataclasses import dataclass
from typing import ClassVar

from chaos.scenario import Scenario
from chaos.stage import Stage


@dataclass(frozen=True, slots=True)
class KillBroker(Scenario):
    """The flow stays up, says that it is degraded, and goes on by itself. The last time both are killed."""

    name: ClassVar[str] = "kill-broker"
    fault: ClassVar[str] = "kill -9 of Kafka, the last time of the flow too"
    breaks_broker: ClassVar[bool] = True
    n_kills: int = 5
    fps: float = 100

    def play(self, stage: Stage) -> None:
        """Kill Kafka whenever results have come again."""
        flow = stage.flow().start()
        feed = stage.feed(self.fps)
        with feed.running():
            for count in range(self.n_kills):
                stage.wait_for_results()
                feed.wait_for(stage.chance.randint(1, round(self.fps)))
                stage.broker.kill()
                stage.count_fault("kill")
                last = count == self.n_kills - 1
                if last:
                    flow.kill()
                stage.mark_repair()
                stage.broker.restart()
                if last:
                    flow.start()
            stage.wait_for_results()
        stage.settle()
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.conclude(feed)
