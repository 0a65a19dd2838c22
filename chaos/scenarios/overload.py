"""More frames than can be scored, and a flow that may pass over those too old."""

from dataclasses import dataclass
from typing import ClassVar

from chaos.message import bad_messages, pictures
from chaos.scenario import Scenario
from chaos.shed import shed_frames
from chaos.stage import Stage
from sandbox.waiting import wait_until

_LARGEST_BYTES = 200_000
_QUIET_S = 120.0


@dataclass(frozen=True, slots=True)
class Overload(Scenario):
    """The shipped model gets more large frames than it can score, and is killed in the middle of it.

    Each frame must have one outcome: a result, a rejected record, or its place in the count of the next result.
    """

    name: ClassVar[str] = "overload"
    fault: ClassVar[str] = "overload = shed, and kill -9 of the flow in it"
    n_kills: int = 4
    fps: float = 250
    age: str = "0.5s"

    def play(self, stage: Stage) -> None:
        """Overload it, and kill it whenever results have come again."""
        flow = stage.flow("--overload", "shed", "--max-frame-age", self.age, model=None).start()
        feed = stage.feed(self.fps, [*pictures(_LARGEST_BYTES), bad_messages()[1]], patient=False)
        with feed.running():
            for _ in range(self.n_kills):
                stage.wait_for_results(20)
                feed.wait_for(stage.chance.randint(1, round(self.fps)))
                flow.kill()
                stage.count_fault("kill")
                stage.mark_repair()
                flow.start()
            stage.wait_for_results(20)
        self._settle(stage)
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.keep_frames()
        shed, complaints = shed_frames(stage.frames, *stage.outcomes())
        stage.broken += complaints[:5]
        stage.check("there was overload", bool(shed))
        stage.notes.append(f"{len(shed)} frames passed over, each counted")
        stage.conclude(feed, elsewhere=shed)

    def _settle(self, stage: Stage) -> None:
        """Wait until the newest frame of each partition, which is never passed over, has its outcome."""
        ends = [high for _, high in stage.evidence.bounds(stage.topics.frames, stage.topics.partitions)]
        wait_until(lambda: stage.next_frames() == ends, _QUIET_S, "the newest frames have their outcomes")
