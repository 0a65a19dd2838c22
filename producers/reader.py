"""Takes every frame off the wire at the camera's rate, and comes back when the camera was lost."""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from flir_iqa.errors import CameraError
from plumbing.log_events import UNFORESEEN
from plumbing.redaction import redact
from producers.backoff import Backoff
from producers.captured import CapturedFrame
from producers.ledger import DropReason, Ledger
from producers.sampling import Sampler
from producers.slot import Slot
from producers.sources.base import Source, Stream
from producers.sources.pulse import Pulse
from producers.state import CameraState, Condition, condition_after

log = logging.getLogger(__name__)


_Size = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class SampledFrame:
    """A frame that is wanted, with its place in the stream."""

    frame: CapturedFrame
    stream_id: str
    """New at each connection."""
    seq: int
    """Counts the wanted frames of the stream from 0, also those that are lost later: a gap tells of a drop."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a stream failed."""

    text: str
    """Credentials masked."""
    condition: Condition


_ENDED: Final = Failure("the camera ended the stream", "unreachable")


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
        self._stopped = Pulse()
        self._is_abandoned = False

    def run(self) -> None:
        """Read until the source ends or `stop` is called; then close the slot."""
        try:
            while not self._stopped.is_set() and not self._over():
                pass
        finally:
            if not self._is_abandoned:
                self._slot.close()

    def stop(self) -> None:
        """Ask the reader to end; a native call that it is in ends by its own time-out."""
        self._stopped.set()

    def abandon(self) -> None:
        """Give a reader up that hangs: another takes its place, and what it still reads counts for nothing."""
        self._is_abandoned = True
        self._stopped.set()

    @property
    def silent_s(self) -> float:
        """For how long it gave no sign of life, in seconds."""
        return self._stopped.silent_s

    def _over(self) -> bool:
        """Connect once and read to the end; return whether that was all."""
        began_s, n_before = self._clock(), self._ledger.counts().captured
        failure = self._attempt()
        if self._stopped.is_set():
            return True
        has_begun = self._ledger.counts().captured > n_before
        if not self._source.live and (failure is None or has_begun):
            self._state.finished(None if failure is None else failure.text)
            return True
        failure = failure or _ENDED
        self._state.waiting(failure.text, failure.condition)
        return self._stopped.wait(self._backoff.next_wait_s(self._clock() - began_s if has_begun else 0.0))

    def _attempt(self) -> Failure | None:
        """Return why the stream failed; `None` if it just ended."""
        self._state.connecting()
        self._stopped.beat()
        try:
            stream = self._source.open(self._stopped)
            try:
                self._read(stream)
            finally:
                stream.close()
        except CameraError as error:
            return Failure(redact(str(error)), condition_after(error))
        except Exception as error:  # a fault of ours with one camera must not end the others
            UNFORESEEN.log(log, exception=error, where="reading a camera", reason=repr(error))
            return Failure(redact(f"unforeseen {type(error).__name__}: {error}"), "unreachable")
        return None

    def _read(self, stream: Stream) -> None:
        stream_id, seq, size = secrets.token_hex(4), 0, None
        sampler = Sampler(self._source.fps)
        for frame in stream.frames():
            if self._stopped.is_set():
                return
            self._stopped.beat()
            self._ledger.captured()
            now_s = self._clock()
            size = self._noted_size(frame, stream, size)
            if not sampler.wants(now_s):
                self._ledger.dropped(DropReason.SAMPLED)
            elif frame.late:
                # the next one that is not takes its place, unless it comes too late for that
                self._ledger.dropped(DropReason.SUPERSEDED if sampler.misses(now_s) else DropReason.LATE)
            else:
                if self._is_corrupt(frame):
                    self._ledger.dropped(DropReason.CORRUPT)  # the next good one takes its place
                else:
                    sampler.take(now_s)
                    self._leave(SampledFrame(frame, stream_id, seq))
                seq += 1

    def _noted_size(self, frame: CapturedFrame, stream: Stream, before: _Size | None) -> _Size | None:
        """Tell the state of the first picture, and of the first of another size; return the size of the last one."""
        if frame.picture is None:
            return before
        size = (frame.width, frame.height)
        if before is None:
            self._state.live(replace(stream.info, width=frame.width, height=frame.height))
        elif size != before:
            self._state.resized(*size)
        return size

    def _is_corrupt(self, frame: CapturedFrame) -> bool:
        return frame.picture is None or (frame.damaged and self._drop_damaged)

    def _leave(self, frame: SampledFrame) -> None:
        if self._slot.put(frame) is not None:
            self._ledger.dropped(DropReason.SUPERSEDED)
