"""Cameras that hang, say nothing, refuse and lose their power, beside one that is well."""

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from chaos.cameras import captured_s, longest_gap_s, out_of_order, published_twice
from chaos.evidence import Frame
from chaos.producer_process import ProducerProcess
from chaos.recovery import recoveries_s
from chaos.scenario import Scenario
from chaos.stage import PARTITIONS, Stage
from sandbox.camera import RtspCamera
from sandbox.film import Film
from sandbox.ports import LOOPBACK, free_port
from sandbox.waiting import wait_until

_FPS = 5.0
_LONGEST_GAP_S = 1.0
"""Of the camera that is well: five frames a second, and a machine that is busy."""
_PATIENCE_S = 90.0


@dataclass(frozen=True, slots=True)
class HangCamera(Scenario):
    """One camera freezes with its connection open, and is thawed; one accepts and says nothing; one is not there.

    The camera that is well must keep its rate all the time, and the frozen one come back by itself.
    """

    name: ClassVar[str] = "hang-camera"
    fault: ClassVar[str] = "a camera hangs, one is mute, one is absent, one is well"
    n_times: int = 2
    hang_s: float = 10

    def play(self, stage: Stage) -> None:
        """Freeze and thaw."""
        good, bad = _cameras(stage)
        urls = {"good": good.url, "bad": bad.url, **_hopeless(stage)}
        _trouble(stage, urls, "hang", self.n_times, self.hang_s, (bad.freeze, bad.thaw))


@dataclass(frozen=True, slots=True)
class UnplugCamera(Scenario):
    """One of two cameras loses its power for a while, and comes back at the same address."""

    name: ClassVar[str] = "unplug-camera"
    fault: ClassVar[str] = "a camera loses its power, another is well"
    n_times: int = 2
    off_s: float = 15

    def play(self, stage: Stage) -> None:
        """Stop and start."""
        good, bad = _cameras(stage)
        urls = {"good": good.url, "bad": bad.url}
        _trouble(stage, urls, "unplugged", self.n_times, self.off_s, (bad.stop, bad.start))


def _trouble(
    stage: Stage,
    urls: dict[str, str],
    fault: str,
    n_times: int,
    pause_s: float,
    ends: tuple[Callable[[], object], Callable[[], object]],
) -> None:
    """Break the bad camera and mend it again, by the two calls of `ends`, and judge what became of the good one."""
    break_it, mend_it = ends
    flow = stage.flow().start()
    producer = _producer(stage, urls)
    producer.start()
    _wait_for_frames(stage, ("good", "bad"))
    begun, repairs = datetime.now(UTC), []
    for _ in range(n_times):
        break_it()
        stage.count_fault(fault)
        time.sleep(pause_s)
        repairs.append(time.time())
        mend_it()
        _wait_for_frames(stage, ("good", "bad"))
    _conclude(stage, producer, begun, repairs)
    stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)


def _cameras(stage: Stage) -> tuple[RtspCamera, RtspCamera]:
    film = Film.clean().file()
    return stage.stack.enter_context(RtspCamera(film)), stage.stack.enter_context(RtspCamera(film))


def _hopeless(stage: Stage) -> dict[str, str]:
    """Return cameras that never give a picture: one takes connections and says nothing, one is not there."""
    mute = stage.stack.enter_context(socket.create_server((LOOPBACK, 0)))
    return {"mute": f"rtsp://{LOOPBACK}:{mute.getsockname()[1]}/x", "absent": f"rtsp://{LOOPBACK}:{free_port()}/x"}


def _producer(stage: Stage, urls: dict[str, str]) -> ProducerProcess:
    cameras: dict[str, dict[str, Any]] = {name: {"url": url, "fps": _FPS} for name, url in urls.items()}
    log = stage.folder / "producer.log"
    return stage.stack.enter_context(ProducerProcess(stage.kafka, stage.topics, cameras, log))


def _frames(stage: Stage) -> Sequence[Frame]:
    return stage.evidence.frames(stage.topics.frames, PARTITIONS)


def _wait_for_frames(stage: Stage, names: Sequence[str]) -> None:
    """Wait until each camera has published some frames that were captured from now on."""
    begun = time.time()

    def came() -> bool:
        found = _frames(stage)
        return all(sum(moment > begun for moment in captured_s(found, name)) >= 5 for name in names)

    wait_until(came, _PATIENCE_S, f"frames of {', '.join(names)}")


def _conclude(stage: Stage, producer: ProducerProcess, begun: datetime, repairs: Sequence[float]) -> None:
    ended = datetime.now(UTC)
    stage.check("SIGTERM ends the producer with exit code 0", producer.terminate() == 0)
    stage.settle()
    frames = stage.conclude()
    gap_s = longest_gap_s(frames, "good", begun, ended)
    stage.notes.append(f"longest gap of the camera that is well {gap_s:.2f} s")
    stage.check(f"the camera that is well has no gap over {_LONGEST_GAP_S:g} s", gap_s <= _LONGEST_GAP_S)
    stage.check("no frame is published twice", published_twice(frames) == 0)
    stage.check("frames are published in order", out_of_order(frames) == 0)
    stage.recoveries_s = recoveries_s(repairs, captured_s(frames, "bad"))
