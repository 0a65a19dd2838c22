"""kill -9 of the control plane, which has started the producer and the flow."""

from dataclasses import dataclass
from typing import Any, ClassVar

from chaos.cameras import out_of_order, published_twice, readers_at_once
from chaos.errors import ChaosError
from chaos.message import TINY_MODEL
from chaos.process import Breakable
from chaos.process_list import children_of, is_alive
from chaos.scenario import Scenario
from chaos.stage import WINDOW, Stage
from sandbox.camera import RtspCamera
from sandbox.film import Film
from sandbox.ports import free_port
from sandbox.waiting import wait_until

_ROOMS = ("producers", "dataflow")
_ORPHAN_S = 20.0
_START_S = 60.0


@dataclass(frozen=True, slots=True)
class KillControl(Scenario):
    """Its children must end with it, and the next control plane start one of each, not a second beside the first."""

    name: ClassVar[str] = "kill-control"
    fault: ClassVar[str] = "kill -9 of the control plane"
    n_kills: int = 4

    def play(self, stage: Stage) -> None:
        """Kill it whenever results have come again, and start it at once."""
        camera = stage.stack.enter_context(RtspCamera(Film.clean().file()))
        document = _document(stage, camera.url)
        log = stage.folder / "control.log"
        control = stage.stack.enter_context(Breakable("control", ["--config", "-"], log, document))
        former: set[int] = set()
        control.start()
        for _ in range(self.n_kills):
            stage.wait_for_results(stage.chance.randint(1, 20))
            former |= _children(control, stage)
            control.kill()
            stage.count_fault("kill")
            stage.mark_repair()
            control.start()
        stage.wait_for_results(10)
        wait_until(lambda: not any(map(is_alive, former)), _ORPHAN_S, f"the children {sorted(former)} have ended")
        former |= _children(control, stage)
        stage.check("SIGTERM ends the control plane with exit code 0", control.terminate() == 0)
        stage.check("no child outlives the control plane", not any(map(is_alive, former)))
        self._conclude(stage)

    def _conclude(self, stage: Stage) -> None:
        with stage.flow() as flow:  # what was published last may have no outcome yet: the next flow looks after it
            flow.start()
            stage.settle()
            flow.terminate()
        frames = stage.conclude()
        stage.check("no two readers of the camera at once", readers_at_once(frames) == 0)
        stage.check("no frame is published twice", published_twice(frames) == 0)
        stage.check("frames are published in order", out_of_order(frames) == 0)


def _document(stage: Stage, url: str) -> dict[str, Any]:
    return {
        "kafka": {"bootstrap": stage.kafka.bootstrap},
        "topics": stage.topics.model_dump(mode="json"),
        "flow": {"start": "earliest", "model": str(TINY_MODEL), "smoothing_window": WINDOW},
        "cameras": {"gate": {"url": url, "fps": "all"}},
        "serve": {"port": free_port(), "autostart": True, "state_folder": str(stage.folder / "control-state")},
    }


def _children(control: Breakable, stage: Stage) -> set[int]:
    """Return its children, of which there must be one for each room."""
    found: dict[int, str] = {}

    def both() -> bool:
        found.clear()
        found.update(children_of(control.running.pid))
        return all(any(room in line for line in found.values()) for room in _ROOMS)

    wait_until(both, _START_S, "the control plane has its children")
    for room in _ROOMS:
        n_workers = sum(f"-m {room}" in line for line in found.values())
        stage.check(f"one process of {room}, not {n_workers}", n_workers == 1)
    if not found:
        message = "expected children of the control plane, it has none"
        raise ChaosError(message)
    return set(found)
