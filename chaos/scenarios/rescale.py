"""The work is shared by other numbers of processes, while frames come."""

from dataclasses import dataclass
from signal import Signals
from typing import ClassVar

from chaos.flow_process import FlowProcess
from chaos.scenario import Scenario
from chaos.stage import Stage


@dataclass(frozen=True, slots=True)
class Rescale(Scenario):
    """Shards are stopped, half of them by kill -9, and as many others take over; no window may begin anew."""

    name: ClassVar[str] = "rescale"
    fault: ClassVar[str] = "shards 1, 2, 3, 1, 3, 2, 1: kill -9 and SIGTERM in turn"
    steps: tuple[int, ...] = (1, 2, 3, 1, 3, 2, 1)
    fps: float = 150

    def play(self, stage: Stage) -> None:
        """Take one step after the other, each when results have come."""
        feed = stage.feed(self.fps)
        flows: list[FlowProcess] = []
        with feed.running():
            for n_shards in self.steps:
                _end(flows)
                flows = [stage.flow("--shard", f"{index}/{n_shards}") for index in range(n_shards)]
                stage.mark_repair()
                for flow in flows:
                    flow.start()
                stage.count_fault("shards changed")
                stage.wait_for_results(stage.chance.randint(1, round(self.fps)))
        stage.settle()
        _end(flows)
        stage.conclude(feed)


def _end(flows: list[FlowProcess]) -> None:
    """End every second one by kill -9, beginning with the first; ask the others to end."""
    for count, flow in enumerate(flows):
        flow.send((Signals.SIGKILL, Signals.SIGTERM)[count % 2])
    for flow in flows:
        flow.wait()
