"""Takes every frame off the wire at the camera's rate, and comes back when the camera was lost."""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from flir_iqa.errors import CameraError
from plumbing.redaction import redact
from producers.backoff import Backoff
from producers.captured import CapturedFrame
from producers.ledger import DropReason, Ledger
from producers.sampling import Sampler
from producers.slot import Slot
from producers.sources.base import Source, Stream
from producers.state import CameraState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SampledFrame:
    """A frame that is wanted, with its place in the stream."""

    frame: CapturedFrame
    stream_id: str
    """New at each connection."""
    seq: int
    """Counts the wanted frames of the stream from 0, also those that are lost later: a gap tells of a drop."""


class Reader:
    """Reads one camera, from one thread that calls `run`.

    Wanted frames go into the slot the moment they arrive; the reader itself never waits for anything but the camera.
    """

    def __init__(
        self,
        source: Source,
        slot: Slot[SampledFrame],
        ledger: Ledger,
        state: CameraState,
        backoff: Backoff,
        *,
        drop_damaged: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._slot = slot
        self._ledger = ledger
        self._state = state
        self._backoff = backoff
        self._drop_damaged = drop_damaged
        self._clock = clock
        self._stopped = threading.Event()

    def run(self) -> None:
        """Read until the source ends or `stop` is called; then close the slot."""
        try:
            while not self._stopped.is_set() and not self._over():
                pass
        finally:
            self._slot.close()

    def stop(self) -> None:
        """Ask the reader to end; a native call that it is in ends by its own time-out."""
        self._stopped.set()

    def _over(self) -> bool:
        """Connect once and read to the end; return whether that was all."""
        began_s, n_before = self._clock(), self._ledger.counts().captured
        failure = self._attempt()
        if self._stopped.is_set():
            return True
        has_begun = self._ledger.counts().captured > n_before
        if not self._source.live and (failure is None or has_begun):
            self._state.finished(failure)
            return True
        self._state.waiting(failure or "the camera ended the stream")
        return self._stopped.wait(self._backoff.next_wait_s(self._clock() - began_s if has_begun else 0.0))

    def _attempt(self) -> str | None:
        """Return why the stream failed; `None` if it just ended."""
        self._state.connecting()
        try:
            stream = self._source.open(self._stopped)
            try:
                self._read(stream)
            finally:
                stream.close()
        except CameraError as error:
            return redact(str(error))
        except Exception as error:  # a fault of ours with one camera must not end the others
            log.exception("reading a camera failed in an unforeseen way")
            return redact(f"unforeseen {type(error).__name__}: {error}")
        return None

    def _read(self, stream: Stream) -> None:
        stream_id, seq, is_live = secrets.token_hex(4), 0, False
        sampler = Sampler(self._source.fps)
        for frame in stream.frames():
            self._ledger.captured()
            now_s = self._clock()
            if not is_live and frame.picture is not None:
                self._state.live(replace(stream.info, width=frame.width, height=frame.height))
                is_live = True
            if not sampler.wants(now_s):
                self._ledger.dropped(DropReason.SAMPLED)
            else:
                if self._is_corrupt(frame):
                    self._ledger.dropped(DropReason.CORRUPT)  # the next good one takes its place
                else:
                    sampler.take(now_s)
                    self._leave(SampledFrame(frame, stream_id, seq))
                seq += 1
            if self._stopped.is_set():
                return

    def _is_corrupt(self, frame: CapturedFrame) -> bool:
        return frame.picture is None or (frame.damaged and self._drop_damaged)

    def _leave(self, frame: SampledFrame) -> None:
        if self._slot.put(frame) is not None:
            self._ledger.dropped(DropReason.SUPERSEDED)
