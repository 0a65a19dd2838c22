"""SIGSTOP of Kafka: connections stay open and nothing is answered."""

from dataclasses import dataclass
from typing import ClassVar

from chaos.scenario import Scenario
from chaos.stage import Stage


@dataclass(frozen=True, slots=True)
class FreezeBroker(Scenario):
    """Kafka is frozen while results are under way; every second time the flow is killed in the meantime.

    What the dead flow had sent and Kafka had not yet read must not come after the new flow has read where to go on.
    """

    name: ClassVar[str] = "freeze-broker"
    fault: ClassVar[str] = "SIGSTOP of Kafka, every second time kill -9 of the flow in it"
    breaks_broker: ClassVar[bool] = True
    n_freezes: int = 10
    fps: float = 150
    longest_s: float = 3.0

    def play(self, stage: Stage) -> None:
        """Freeze Kafka whenever results have come again."""
        flow = stage.flow().start()
        feed = stage.feed(self.fps)
        with feed.running():
            for count in range(self.n_freezes):
                stage.wait_for_results()
                feed.wait_for(stage.chance.randint(1, round(self.fps / 2)))
                stage.broker.freeze()
                stage.count_fault("freeze")
                feed.wait_for(round(self.fps * stage.chance.uniform(0.02, self.longest_s)))
                if count % 2:
                    flow.kill()
                    flow.start()
                stage.mark_repair()
                stage.broker.thaw()
            stage.wait_for_results()
        stage.settle()
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.conclude(feed)
