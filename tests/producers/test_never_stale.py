"""The frame that is published is the newest, also when this machine reads at half the camera's rate.

The age is measured by a counter that is burned into the pictures, not by any stamp of ours.
"""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import simplejpeg
from numpy.typing import NDArray

from plumbing.cameras import CameraSettings
from producers.camera import Camera
from producers.captured import CapturedFrame
from producers.ledger import Ledger
from producers.outbox import DeliveryReport, Outbox, OutboxLimits, OutgoingFrame
from producers.settings import ProduceSettings
from producers.sources.base import Stream, StreamInfo
from producers.sources.pulse import Pulse
from producers.sources.rtsp import RtspSource
from sandbox.gst_camera import GstCamera
from sandbox.waiting import wait_until
from tests.producers.rtsp_peer import Client, RtspPeer
from tests.producers.test_ledger import balance

pytestmark = pytest.mark.integration

FPS = 25
INTERVAL_S = 1 / FPS
BITS, BLOCK = 16, 16
N_PICTURES = 200


def counted(number: int) -> NDArray[np.uint8]:
    """Return a picture that shows its number as a row of black and white blocks."""
    picture = np.full((128, BITS * BLOCK), 90, np.uint8)
    for bit in range(BITS):
        picture[:BLOCK, bit * BLOCK : (bit + 1) * BLOCK] = 235 if number >> bit & 1 else 16
    return picture


def number_in(jpeg: bytes) -> int:
    """Read the number back."""
    row = simplejpeg.decode_jpeg(jpeg, "GRAY")[BLOCK // 2, BLOCK // 2 :: BLOCK, 0]
    return sum(1 << bit for bit in range(BITS) if row[bit] > 128)


class Slowed:
    """A source that takes its time after each frame, as a machine does that is too slow."""

    live = True

    def __init__(self, source: RtspSource, busy_s: float) -> None:
        self._source = source
        self._busy_s = busy_s
        self.fps: float | Literal["all"] = source.fps

    def open(self, stopped: Pulse) -> "SlowedStream":
        """Open it."""
        return SlowedStream(self._source.open(stopped), self._busy_s)


class SlowedStream:
    """An open slow source."""

    def __init__(self, stream: Stream, busy_s: float) -> None:
        self._stream = stream
        self._busy_s = busy_s

    @property
    def info(self) -> StreamInfo:
        """What it says of itself."""
        return self._stream.info

    def frames(self) -> Iterator[CapturedFrame]:
        """Yield each frame, and be busy whenever there is one to work on."""
        for frame in self._stream.frames():
            yield frame
            if not frame.late:
                time.sleep(self._busy_s)

    def close(self) -> None:
        """Close it."""
        self._stream.close()


class Published:
    """Takes frames as Kafka would, and looks at once how old each is."""

    def __init__(self, newest: Callable[[], int]) -> None:
        self.behind: list[int] = []
        self._newest = newest

    def __call__(self, camera_id: str, frame: OutgoingFrame, report: DeliveryReport) -> bool:
        """Take a frame."""
        behind = self._newest() - number_in(frame.jpeg)
        self.behind.append((behind + N_PICTURES // 2) % N_PICTURES - N_PICTURES // 2)
        return True


class Running:
    """A camera whose frames are published to `published`; a context manager."""

    def __init__(self, url: str, published: Published, busy_s: float) -> None:
        settings = CameraSettings(url=url, fps=FPS)
        ledger = Ledger()
        outbox = Outbox("gate", ledger, OutboxLimits(1000, 10**8, 1000), published)
        source = Slowed(RtspSource(settings, ProduceSettings()), busy_s)
        self.camera = Camera("gate", source, outbox, ledger, ProduceSettings(), 10**7)

    def __enter__(self) -> Camera:
        self.camera.start()
        return self.camera

    def __exit__(self, *_: object) -> None:
        self.camera.stop()
        self.camera.join(30)


class Counter:
    """What the camera shows at this moment: told by who sends, or by a reader that is fast."""

    def __init__(self) -> None:
        self.number = 0

    def send(self, client: Client) -> None:
        """Send pictures that count, at their rate."""
        began_s = time.monotonic()
        for number in range(10**6):
            if client.ended.wait(max(0.0, began_s + number * INTERVAL_S - time.monotonic())):
                return
            self.number = number % N_PICTURES
            client.send_picture(counted(self.number), number * INTERVAL_S)


def check(published: Published, camera: Camera, n_least: int) -> None:
    """Wait for some frames, and see that none was two intervals old."""
    wait_until(lambda: len(published.behind) >= n_least, 120, f"{n_least} frames were published")
    behind = published.behind[:n_least]
    # at the moment of publishing, the camera shows this frame or the next; a machine that stands still for a moment
    # between two of our lines may make it more once in a while
    assert sorted(behind)[int(0.95 * n_least)] < 2, behind
    assert max(behind) < 10, behind
    assert balance(camera.counts) == 0


@pytest.mark.parametrize("busy", [0.0, 2.0], ids=["in time", "at half the rate"])
def test_motion_jpeg_is_never_stale(busy: float) -> None:
    counter = Counter()
    published = Published(lambda: counter.number)
    with RtspPeer(counter.send) as peer, Running(peer.url, published, busy * INTERVAL_S) as camera:
        check(published, camera, 60)
        dropped = {reason.value: n for reason, n in camera.counts.dropped.items()}
        assert busy == 0 or dropped.get("superseded", 0) + dropped.get("late", 0) > 60


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures that count, for a camera of another make."""
    folder = tmp_path_factory.mktemp("counted")
    for number in range(N_PICTURES):
        coloured = np.repeat(counted(number)[:, :, np.newaxis], 3, axis=2)
        (folder / f"{number:04d}.jpg").write_bytes(simplejpeg.encode_jpeg(coloured, 95, "BGR", "420"))
    return folder


def test_h264_is_never_stale(pictures: Path) -> None:
    newest = Counter()
    stopped = Pulse()

    def follow(stream: Stream) -> None:
        for frame in stream.frames():
            if frame.picture is not None:
                newest.number = number_in(frame.picture.to_jpeg(95))
            if stopped.is_set():
                return

    with GstCamera(pictures, rate_hz=FPS) as gst:
        stream = RtspSource(CameraSettings(url=gst.url, fps="all"), ProduceSettings()).open(stopped)
        fast = threading.Thread(target=follow, args=(stream,))
        fast.start()
        published = Published(lambda: newest.number)
        try:
            with Running(gst.url, published, 2 * INTERVAL_S) as camera:
                check(published, camera, 60)
        finally:
            stopped.set()
            fast.join(30)
            stream.close()
