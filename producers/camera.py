"""One camera at work: a thread that reads, a thread that encodes, and the way to Kafka between them."""

import logging
import threading
from typing import Final

from flir_iqa.errors import ImageError
from flir_iqa.records import unix_ms
from plumbing.frames import CONTENT_TYPE, FrameHeaders
from plumbing.log_events import FRAME_NOT_ENCODABLE, UNFORESEEN
from producers.backoff import Backoff
from producers.ledger import Counts, DropReason, Ledger
from producers.outbox import Outbox, OutgoingFrame
from producers.reader import Reader, SampledFrame
from producers.settings import ProduceSettings
from producers.slot import Slot
from producers.sources.base import Source
from producers.state import CameraState, CameraStatus

log = logging.getLogger(__name__)

_MOST_GIVEN_UP: Final = 3
"""Readers of one camera that may hang for ever: each holds a thread and a connection."""
_SLOTS_OF_ALL: Final = 8
"""Frames that may wait for the encoder where each is wanted; where frames are sampled it is one, the newest."""


class Camera:
    """Reads, encodes and publishes one camera. It shares nothing with other cameras but the Kafka client."""

    def __init__(
        self,
        camera_id: str,
        source: Source,
        outbox: Outbox,
        ledger: Ledger,
        produce: ProduceSettings,
        max_frame_bytes: int,
    ) -> None:
        self.camera_id = camera_id
        self._outbox = outbox
        self._ledger = ledger
        self._max_frame_bytes = max_frame_bytes
        self._slot: Slot[SampledFrame] = Slot(_SLOTS_OF_ALL if source.fps == "all" else 1)
        self._state = CameraState(camera_id)
        self._source = source
        self._produce = produce
        # daemons: one that hangs in a native call must not keep the process from ending
        self._reader, self._reading = self._make_reader()
        self._given_up: list[threading.Thread] = []
        self._encoding = threading.Thread(target=self._encode_all, name=f"encode {camera_id}", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._encoding.start()
        self._reading.start()

    def stop(self) -> None:
        """Ask the camera to end; returns at once."""
        self._reader.stop()

    def join(self, timeout_s: float) -> None:
        """Wait until reading and encoding have ended, at most `timeout_s`."""
        self._encoding.join(timeout_s)

    @property
    def silent_s(self) -> float:
        """For how long its reader gave no sign of life, in seconds; 0 once it has ended."""
        return self._reader.silent_s if self._reading.is_alive() else 0.0

    def give_up_reading(self) -> None:
        """Leave the reader that hangs alone, and read with another, unless too many hang already."""
        self._given_up = [thread for thread in self._given_up if thread.is_alive()]
        hung_s = self._produce.hang_limit_s
        text = f"reading hangs for more than {hung_s:g} s, against all time-outs"
        if len(self._given_up) >= _MOST_GIVEN_UP:
            self._state.waiting(f"{text}, with {_MOST_GIVEN_UP} readers before; none begins until one ends", "stalled")
            return
        self._state.waiting(f"{text}; another reader takes over", "stalled")
        self._reader.abandon()
        self._given_up.append(self._reading)
        self._reader, self._reading = self._make_reader()
        self._reading.start()

    @property
    def is_finished(self) -> bool:
        """Whether the last frame of a film has been encoded, or the camera was stopped."""
        return not self._encoding.is_alive()

    @property
    def status(self) -> CameraStatus:
        """What the camera is doing."""
        return self._state.now

    @property
    def counts(self) -> Counts:
        """What has become of its frames."""
        return self._ledger.counts()

    def _make_reader(self) -> tuple[Reader, threading.Thread]:
        reader = Reader(
            self._source,
            self._slot,
            self._ledger,
            self._state,
            Backoff(self._produce.backoff_first_s, self._produce.backoff_max_s),
            drop_damaged=self._produce.damaged_frames == "drop",
        )
        return reader, threading.Thread(target=reader.run, name=f"read {self.camera_id}", daemon=True)

    def _encode_all(self) -> None:
        while (sampled := self._slot.take()) is not None:
            try:
                self._encode(sampled)
            except ImageError as error:
                FRAME_NOT_ENCODABLE.log(log, camera_id=self.camera_id, reason=str(error))
                self._ledger.dropped(DropReason.NOT_ENCODABLE)
            except Exception as error:  # a fault of ours with one frame must not end the camera
                where = f"encoding a frame of {self.camera_id}"
                UNFORESEEN.log(log, exception=error, where=where, reason=repr(error), camera_id=self.camera_id)
                self._ledger.dropped(DropReason.NOT_ENCODABLE)

    def _encode(self, sampled: SampledFrame) -> None:
        frame = sampled.frame
        assert frame.picture is not None  # noqa: S101 - the reader drops those without
        jpeg = frame.picture.to_jpeg(self._produce.jpeg_quality)
        if len(jpeg) > self._max_frame_bytes:
            self._ledger.dropped(DropReason.TOO_LARGE)
            return
        headers = FrameHeaders(
            captured_at=frame.captured_at,
            seq=sampled.seq,
            stream_id=sampled.stream_id,
            width=frame.width,
            height=frame.height,
            content_type=CONTENT_TYPE,
        )
        self._outbox.offer(OutgoingFrame(jpeg, [*headers.encode()], unix_ms(frame.captured_at)))
