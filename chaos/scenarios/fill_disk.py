"""Kafka's disk is full."""

from dataclasses import dataclass
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit
from typing import ClassVar

from chaos.scenario import Scenario
from chaos.stage import Stage
from sandbox.waiting import wait_until

_ROOM_BYTES = 2_000_000
_FULL_S = 90.0


@dataclass(frozen=True, slots=True)
class FillDisk(Scenario):
    """Kafka may write no more than two megabytes further into any file: as on a full disk, writes fail and it ends.

    Then there is room again, and Kafka is started again with what it had acknowledged. The limit is the kernel's
    (RLIMIT_FSIZE), because a small file system of its own needs a privileged user.
    """

    name: ClassVar[str] = "fill-disk"
    fault: ClassVar[str] = "Kafka cannot write any more (file size limit), and ends"
    breaks_broker: ClassVar[bool] = True
    n_times: int = 2
    fps: float = 200

    def play(self, stage: Stage) -> None:
        """Take the room away, wait for Kafka's end, give it back."""
        flow = stage.flow().start()
        feed = stage.feed(self.fps)
        with feed.running():
            for _ in range(self.n_times):
                stage.wait_for_results()
                files = stage.broker.folder.joinpath("records").rglob("*.log")
                largest = max(path.stat().st_size for path in files)
                prlimit(stage.broker.pid, RLIMIT_FSIZE, (largest + _ROOM_BYTES, RLIM_INFINITY))
                stage.tell("waiting for the end of Kafka")
                wait_until(lambda: not stage.broker.running, _FULL_S, "Kafka ends for want of room")
                stage.count_fault("full")
                feed.wait_for(round(self.fps))
                stage.mark_repair()
                stage.broker.restart()
            stage.wait_for_results()
        stage.settle()
        stage.check("the flow says that it is degraded", "degraded" in flow.log)
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.conclude(feed)
