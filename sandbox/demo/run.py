"""The demo, from nothing to a summary: broker, camera, control plane; then watching; then counting."""

import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.live import Live

from flir_iqa.errors import FlirIqaError
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.stopping import Stopper
from sandbox.broker import Broker
from sandbox.camera import RtspCamera
from sandbox.demo.control_client import ControlPlane
from sandbox.demo.evidence import Counts, Evidence
from sandbox.demo.settings import CAMERA_ID, SMOOTHING_WINDOW, settings_document
from sandbox.demo.summary import Summary, summarise
from sandbox.demo.tables import live_table, phases_table, summary_table
from sandbox.film import Film
from sandbox.ports import free_port, is_free

_FIRST_PORT: Final = 8000
_REFRESH_S: Final = 0.5
_FIRST_SCORE_S: Final = 60.0
_SETTLE_S: Final = 30.0


class Demo:
    """One run of the demo.

    Args:
        console: Where to show what happens.
        stopper: Asks it to end.
        port: Where the control plane listens; by default 8000, or a free one where that is taken.
    """

    def __init__(self, console: Console, stopper: Stopper, port: int | None = None) -> None:
        self._console = console
        self._stopper = stopper
        self._port = port or (_FIRST_PORT if is_free(_FIRST_PORT) else free_port())
        self._film = Film()
        self._stack = ExitStack()

    def run(self, seconds: float | None) -> Summary | None:
        """Run until `seconds` of scoring are over, or until asked to end.

        Returns:
            What there is to show; None where it was ended before the first score.

        Raises:
            FlirIqaError: A part does not come up, or ended.
        """
        with self._stack:
            broker, camera = self._start_parts()
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="flir-iqa-demo-")))
            settings = settings_document(broker.bootstrap, self._port, folder / "state")
            control = ControlPlane(settings, folder / "control.log")
            self._stack.callback(control.stop)
            self._show_step("control plane", control.start)
            evidence = Evidence(KafkaSettings(bootstrap=broker.bootstrap), TopicSettings())
            self._stack.enter_context(evidence)
            body = {"video_uri": camera.url, "smoothing_window": SMOOTHING_WINDOW}
            self._show_step("producer and dataflow", lambda: control.post("/start", body))
            if not self._wait_for_first_score(evidence):
                return None
            self._watch(control, seconds)
            return self._finish(control, camera, evidence)

    def _start_parts(self) -> tuple[Broker, RtspCamera]:
        with self._console.status("Apache Kafka: fetching") as status:
            broker = Broker(progress=lambda done, total: status.update(f"Apache Kafka: fetching {done} of {total}"))
            status.update("Apache Kafka: starting")
            self._stack.enter_context(broker)
        self._console.print(f"[green]✓[/] Apache Kafka on {broker.bootstrap}")
        with self._console.status("RTSP camera: making its film"):
            camera = RtspCamera(self._film.file())
            self._stack.enter_context(camera)
        self._console.print(f"[green]✓[/] RTSP camera on {camera.url}")
        return broker, camera

    def _show_step(self, name: str, action: Callable[[], object]) -> None:
        with self._console.status(f"{name}: starting"):
            action()
        self._console.print(f"[green]✓[/] {name}")

    def _wait_for_first_score(self, evidence: Evidence) -> bool:
        deadline = time.monotonic() + _FIRST_SCORE_S
        with self._console.status("waiting for the first score"):
            while not self._stopper.wait(0.1):
                if evidence.count().scored > 0:
                    return True
                if time.monotonic() > deadline:
                    message = f"no frame was scored within {_FIRST_SCORE_S:g} s"
                    raise FlirIqaError(message)
        return False

    def _watch(self, control: ControlPlane, seconds: float | None) -> None:
        """Show the cameras until the time is over."""
        end = None if seconds is None else time.monotonic() + seconds
        self._console.print(
            f"\nLive page: [bold link={control.address}]{control.address}[/]   (Ctrl-C ends the demo)\n"
        )
        with Live(console=self._console, auto_refresh=False, transient=True) as live:
            while end is None or time.monotonic() < end:
                cameras = control.get("/v1/cameras")
                note = "Ctrl-C ends the demo" if end is None else f"{max(0, round(end - time.monotonic()))} s to go"
                live.update(live_table(cameras, control.address, note), refresh=True)
                if self._stopper.wait(_REFRESH_S):
                    return

    def _finish(self, control: ControlPlane, camera: RtspCamera, evidence: Evidence) -> Summary:
        """Take the camera away, let the last frames be scored, stop, and count."""
        with self._console.status("stopping: the last frames are scored"):
            camera.stop()
            self._settle(evidence)
            producer = _producer_of(control)
            control.post("/stop")
            counts, results = evidence.count(), evidence.results()
        summary = summarise(
            results, counts, producer.get("captured") or 0, producer.get("dropped") or {}, self._film.phases
        )
        self._console.print(summary_table(summary))
        self._console.print(phases_table(summary))
        return summary

    def _settle(self, evidence: Evidence) -> None:
        """Wait until nothing is published any more and each frame has its outcome; what misses then is lost."""
        deadline, before = time.monotonic() + _SETTLE_S, Counts(-1, 0, 0)
        pause = threading.Event()
        while time.monotonic() < deadline:
            now = evidence.count()
            if now == before and now.settled:
                return
            before = now
            pause.wait(1.0)


def _producer_of(control: ControlPlane) -> Mapping[str, Any]:
    """Return what the producer says of the demo's camera."""
    cameras: list[Mapping[str, Any]] = control.get("/v1/cameras")
    return next(camera for camera in cameras if camera["id"] == CAMERA_ID)
