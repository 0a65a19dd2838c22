"""kill -9 of one of three brokers: the one that leads a partition."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from chaos.brokers import Brokers, three_brokers
from chaos.errors import ChaosError
from chaos.scenario import Scenario
from chaos.stage import Stage


@dataclass(frozen=True, slots=True)
class KillLeader(Scenario):
    """Each topic has three replicas. Leaders of a result and of a frame partition are killed in turn, and come back."""

    name: ClassVar[str] = "kill-leader"
    fault: ClassVar[str] = "kill -9 of one of three brokers, a leader"
    breaks_broker: ClassVar[bool] = True
    n_kills: int = 3
    fps: float = 100

    def kafka(self, log: Path) -> AbstractContextManager[Brokers]:
        """Run three."""
        return three_brokers(log)

    def play(self, stage: Stage) -> None:
        """Kill leaders in turn; the two others go on, so the time to the first result counts from the kill."""
        cluster = stage.brokers.cluster
        if cluster is None:
            message = "expected a cluster of brokers, got one broker"
            raise ChaosError(message)
        flow = stage.flow().start()
        feed = stage.feed(self.fps)
        with feed.running():
            for count in range(self.n_kills):
                stage.wait_for_results(round(self.fps / 2))
                topic = (stage.topics.results, stage.topics.frames)[count % 2]
                leader = cluster.leader_of(topic, count % stage.topics.partitions)
                leader.kill()
                stage.count_fault("kill")
                stage.mark_repair()
                stage.wait_for_results(round(self.fps))
                leader.restart()
            stage.wait_for_results(round(self.fps / 2))
        stage.settle()
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.conclude(feed)
