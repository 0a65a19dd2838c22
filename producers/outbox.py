"""A camera's frames on their way to Kafka: a bounded queue, and a small window of frames that were handed over."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from confluent_kafka import KafkaError, Message

from plumbing.redaction import redact
from producers.ledger import DropReason, Ledger

DeliveryReport = Callable[[KafkaError | None, Message], None]

_PURGED: Final = frozenset({KafkaError._PURGE_QUEUE, KafkaError._PURGE_INFLIGHT})  # noqa: SLF001 - its public constants


@dataclass(frozen=True, slots=True)
class OutgoingFrame:
    """A frame as it goes to Kafka."""

    jpeg: bytes
    headers: list[tuple[str, str | bytes | None]]
    captured_at_ms: int


class HandOver(Protocol):
    """Hands a frame to the Kafka client."""

    def __call__(self, camera_id: str, frame: OutgoingFrame, report: DeliveryReport) -> bool:
        """Return whether the client took it; false means that it is full for now."""
        ...


@dataclass(frozen=True, slots=True)
class OutboxLimits:
    """How much of one camera may wait."""

    frames: int
    bytes: int
    """Of the waiting frames; one frame may always wait."""
    window_frames: int


class Outbox:
    """Keeps a camera's frames in order.

    librdkafka's own queue cannot drop its oldest message. So it gets only a small window of frames, and the rest waits
    here, where the oldest go first when there are too many. Safe to use from several threads.
    """

    def __init__(self, camera_id: str, ledger: Ledger, limits: OutboxLimits, hand_over: HandOver) -> None:
        self._camera_id = camera_id
        self._ledger = ledger
        self._limits = limits
        self._hand_over = hand_over
        self._lock = threading.Lock()
        self._waiting: deque[OutgoingFrame] = deque()
        self._n_waiting_bytes = 0
        self._n_handed = 0
        self._progress_s = 0.0
        self._failure: str | None = None
        self._is_closed = False

    def offer(self, frame: OutgoingFrame) -> None:
        """Take a frame; never waits. If there is too much already, the oldest waiting frames are dropped."""
        with self._lock:
            if self._is_closed:
                self._ledger.dropped(DropReason.STOPPED)
                return
            self._waiting.append(frame)
            self._n_waiting_bytes += len(frame.jpeg)
            self._pump()
            while self._has_too_many():
                self._drop_oldest(DropReason.QUEUE_FULL)

    def resize(self, limits: OutboxLimits) -> None:
        """Hold to other limits from the next frame on."""
        with self._lock:
            self._limits = limits

    def pump(self) -> None:
        """Hand over what the window has room for."""
        with self._lock:
            self._pump()

    def close(self) -> None:
        """Drop what waits, and what is still offered, because the process stops. May be called twice."""
        with self._lock:
            self._is_closed = True
            while self._waiting:
                self._drop_oldest(DropReason.STOPPED)

    @property
    def is_empty(self) -> bool:
        """Whether no frame is under way."""
        with self._lock:
            return not self._waiting and self._n_handed == 0

    @property
    def failure(self) -> str | None:
        """Why the last frame was not delivered; `None` if it was."""
        with self._lock:
            return self._failure

    def stalled_for_s(self, now_s: float) -> float:
        """Return for how long frames have been handed over and none was acknowledged; `now_s` is monotonic."""
        with self._lock:
            return now_s - self._progress_s if self._n_handed else 0.0

    def _pump(self) -> None:
        while self._waiting and self._n_handed < self._limits.window_frames:
            if not self._hand_over(self._camera_id, self._waiting[0], self._on_delivery):
                return  # it is tried again when a report comes
            self._n_waiting_bytes -= len(self._waiting.popleft().jpeg)
            if self._n_handed == 0:
                self._progress_s = time.monotonic()
            self._n_handed += 1

    def _on_delivery(self, error: KafkaError | None, _message: Message) -> None:
        with self._lock:
            self._n_handed -= 1
            self._progress_s = time.monotonic()
            if error is None:
                self._failure = None
                self._ledger.published()
            elif self._is_closed and error.code() in _PURGED:
                self._ledger.dropped(DropReason.STOPPED)
            else:
                self._failure = redact(error.str())
                self._ledger.dropped(DropReason.DELIVERY_FAILED)
            self._pump()

    def _has_too_many(self) -> bool:
        over = len(self._waiting) > self._limits.frames or self._n_waiting_bytes > self._limits.bytes
        return over and len(self._waiting) > 1

    def _drop_oldest(self, reason: DropReason) -> None:
        self._n_waiting_bytes -= len(self._waiting.popleft().jpeg)
        self._ledger.dropped(reason)
