"""kill -9 of the producer, again and again."""

from dataclasses import dataclass
from typing import ClassVar

from chaos.cameras import captured_s, out_of_order, published_twice, readers_at_once
from chaos.producer_process import ProducerProcess
from chaos.scenario import Scenario
from chaos.stage import Stage
from sandbox.camera import RtspCamera
from sandbox.film import Film


@dataclass(frozen=True, slots=True)
class KillProducer(Scenario):
    """Each start is a new reader that counts from 0: no frame stands twice on the topic, and each has its outcome."""

    name: ClassVar[str] = "kill-producer"
    fault: ClassVar[str] = "kill -9 of the producer"
    n_kills: int = 6

    def play(self, stage: Stage) -> None:
        """Kill it whenever results of its frames have come again."""
        camera = stage.stack.enter_context(RtspCamera(Film.clean().file()))
        cameras = {"gate": {"url": camera.url, "fps": "all"}}
        log = stage.folder / "producer.log"
        producer = stage.stack.enter_context(ProducerProcess(stage.kafka, stage.topics, cameras, log))
        flow = stage.flow().start()
        producer.start()
        for _ in range(self.n_kills):
            stage.wait_for_results(stage.chance.randint(1, 15))
            producer.kill()
            stage.count_fault("kill")
            stage.mark_repair()
            producer.start()
        stage.wait_for_results(5)
        stage.check("SIGTERM ends the producer with exit code 0", producer.terminate() == 0)
        stage.settle()
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        frames = stage.conclude()
        stage.check("no frame is published twice", published_twice(frames) == 0)
        stage.check("frames are published in order", out_of_order(frames) == 0)
        stage.check("no two readers at once", readers_at_once(frames) == 0)
        stage.notes.append(f"{len(captured_s(frames, 'gate'))} frames by {self.n_kills + 1} readers")
