"""kill -9 of a flow that scores large frames with the shipped model."""

from dataclasses import dataclass
from typing import ClassVar

from chaos.message import bad_messages, pictures
from chaos.scenario import Scenario
from chaos.stage import Stage

_LARGEST_BYTES = 200_000
_WINDOW = 150


@dataclass(frozen=True, slots=True)
class RealModel(Scenario):
    """Everything as in everyday work: the shipped model, its default window, whole camera frames."""

    name: ClassVar[str] = "real-model"
    fault: ClassVar[str] = "kill -9 of the flow, shipped model, window of 150"
    n_kills: int = 8
    fps: float = 40

    def play(self, stage: Stage) -> None:
        """Kill it whenever results have come again."""
        flow = stage.flow(model=None, window=_WINDOW).start()
        feed = stage.feed(self.fps, [*pictures(_LARGEST_BYTES), *bad_messages()[:3]])
        with feed.running():
            for _ in range(self.n_kills):
                stage.wait_for_results()
                feed.wait_for(stage.chance.randint(0, round(2 * self.fps)))
                flow.kill()
                stage.count_fault("kill")
                stage.mark_repair()
                flow.start()
            stage.wait_for_results()
        stage.settle()
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.conclude(feed)
