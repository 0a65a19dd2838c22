"""kill -9 of the flow while it starts: while it reads where to go on, and before its first result."""

import time
from dataclasses import dataclass
from typing import ClassVar

from chaos.scenario import Scenario
from chaos.stage import Stage


@dataclass(frozen=True, slots=True)
class KillAtStart(Scenario):
    """The flow is killed at random moments of its first two seconds; every third start is let through."""

    name: ClassVar[str] = "kill-at-start"
    fault: ClassVar[str] = "kill -9 of the flow while it resumes"
    n_kills: int = 20
    fps: float = 100
    longest_s: float = 2.0

    def play(self, stage: Stage) -> None:
        """Start and kill."""
        flow = stage.flow()
        feed = stage.feed(self.fps)
        with feed.running():
            for count in range(self.n_kills):
                stage.mark_repair()
                flow.start()
                if count % 3 == 0:
                    stage.wait_for_results()
                time.sleep(stage.chance.uniform(0, self.longest_s))
                flow.kill()
                stage.count_fault("kill")
            stage.mark_repair()
            flow.start()
            stage.wait_for_results()
        stage.settle()
        flow.terminate()
        stage.conclude(feed)
