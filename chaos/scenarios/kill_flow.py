"""kill -9 of the flow, again and again, while it scores."""

from dataclasses import dataclass
from typing import ClassVar

from chaos.message import bad_messages, pictures
from chaos.scenario import Scenario
from chaos.stage import Stage


@dataclass(frozen=True, slots=True)
class KillFlow(Scenario):
    """Frames and bad messages come without pause; the flow is killed at random moments and started again at once."""

    name: ClassVar[str] = "kill-flow"
    fault: ClassVar[str] = "kill -9 of the flow, bad messages among the frames"
    n_kills: int = 20
    fps: float = 150

    def play(self, stage: Stage) -> None:
        """Kill it whenever results have come again."""
        flow = stage.flow().start()
        good = pictures()
        feed = stage.feed(self.fps, [message for bad in bad_messages() for message in (*good, *good, bad)])
        with feed.running():
            for _ in range(self.n_kills):
                stage.wait_for_results()
                feed.wait_for(stage.chance.randint(0, round(self.fps)))
                flow.kill()
                stage.count_fault("kill")
                feed.wait_for(stage.chance.randint(0, round(self.fps / 10)))
                stage.mark_repair()
                flow.start()
            stage.wait_for_results()
        stage.settle()
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.check("no traceback in the log", "Traceback" not in flow.log)
        stage.conclude(feed)
