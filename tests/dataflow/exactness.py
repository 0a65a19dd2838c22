"""A steady feed of frames, and what exactly once means, checked on the topics."""

import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from math import fsum

from flir_iqa.records import QualityRecord
from sandbox.waiting import wait_until
from tests.dataflow.running import PATIENCE_S, Topics, offsets_of

WINDOW = 20
CAMERAS = {"gate": 0, "yard": 0, "kiln": 1, "mast": 2}


class Feed:
    """Frames of four cameras, every ninth of them a bad one, from a thread at a steady rate."""

    def __init__(self, io: Topics, fps: float) -> None:
        self._io = io
        self._pause_s = 1 / fps
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.sent: dict[int, int] = defaultdict(int)

    def _run(self) -> None:
        seq = 0
        names = sorted(CAMERAS)
        while not self._closed.wait(self._pause_s):
            camera = names[seq % len(names)]
            self._io.put_frame(camera, seq, CAMERAS[camera], b"bad" if seq % 9 == 4 else None)
            self.sent[CAMERAS[camera]] += 1
            seq += 1

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._closed.set()
            self._thread.join()
        self._io.flush()

    def wait_for(self, n_more: int) -> None:
        wanted = sum(self.sent.values()) + n_more
        wait_until(lambda: sum(self.sent.values()) >= wanted, PATIENCE_S, f"{wanted} frames are sent")


def check_exact(io: Topics, sent: dict[int, int]) -> None:
    """Each frame has one outcome, in order, and the smoothed values are those of an undisturbed run."""
    for partition, n_frames in sent.items():
        results, rejected = io.results(partition), io.rejected(partition)
        assert sorted(offsets_of(results) + offsets_of(rejected)) == list(range(n_frames))
        assert offsets_of(results) == sorted(offsets_of(results))
        assert offsets_of(rejected) == sorted(offsets_of(rejected))
        check_smoothed(results)


def check_smoothed(results: list[QualityRecord]) -> None:
    windows: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=WINDOW))
    for record in results:
        window = windows[record.camera_id]
        window.append(record.raw_image_quality)
        assert (record.smoothed_image_quality, record.window_count) == (fsum(window) / len(window), len(window))


def wait_until_done(io: Topics, sent: dict[int, int]) -> None:
    total = sum(sent.values())
    names = (io.names.results, io.names.rejected)
    wait_until(lambda: sum(map(io.count, names)) >= total, PATIENCE_S, f"{total} frames are done")
