"""Publishes the frames of all cameras of a process through one Kafka producer."""

import logging
import threading
import time
from typing import Final

from confluent_kafka import KafkaException, Producer

from flir_iqa.errors import BrokerError
from plumbing.kafka.clients import ClientErrors, make_producer
from plumbing.kafka.settings import KafkaSettings
from plumbing.log_events import KAFKA_CLIENT_REPLACED
from plumbing.redaction import redact
from producers.ledger import Ledger
from producers.outbox import DeliveryReport, Outbox, OutboxLimits, OutgoingFrame
from producers.settings import ProduceSettings

log = logging.getLogger(__name__)

_LINGER_MS: Final = 2
"""How long librdkafka waits for company for a frame; its own default, 5, is for throughput."""
_POLL_S: Final = 0.2
_STALLED_S: Final = 2.0
"""Silence of Kafka after which publishing counts as degraded."""


class Publisher:
    """One idempotent producer for all cameras; each camera has an `Outbox` of its own.

    Unit of parallelism: one thread serves the delivery reports. Delivery: each frame has one report; while this process
    lives, a frame stands in the topic at most once and in its camera's order. Failure: nothing blocks and nothing
    raises; frames wait within bounds, the oldest are dropped and counted, and `problem` says why. After an error that
    makes the client useless, it is replaced.
    """

    def __init__(self, kafka: KafkaSettings, topic: str, max_frame_bytes: int, produce: ProduceSettings) -> None:
        self._kafka = kafka
        self._topic = topic
        self._max_frame_bytes = max_frame_bytes
        self._produce = produce
        self._outboxes: tuple[Outbox, ...] = ()  # made anew at a change: other threads look through it
        self._refusal: str | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="delivery-reports", daemon=True)
        self._producer, self._errors = self._connect()

    def outbox(self, camera_id: str, ledger: Ledger, n_cameras: int) -> Outbox:
        """Make the outbox of one of `n_cameras` cameras."""
        outbox = Outbox(camera_id, ledger, self._limits(n_cameras), self._hand_over)
        self._outboxes = (*self._outboxes, outbox)
        return outbox

    def share_out(self, n_cameras: int) -> None:
        """Give each of so many cameras an equal share of the memory; what waits already may stay."""
        for outbox in self._outboxes:
            outbox.resize(self._limits(n_cameras))

    def dismiss(self, outbox: Outbox) -> None:
        """Let go of the outbox of a camera that is no more."""
        self._outboxes = tuple(one for one in self._outboxes if one is not outbox)

    def start(self) -> None:
        """Begin to serve delivery reports."""
        self._thread.start()

    @property
    def problem(self) -> str | None:
        """Why frames do not reach Kafka at present; `None` if they do."""
        failure = self._refusal or next((outbox.failure for outbox in self._outboxes if outbox.failure), None)
        if failure is not None:
            return f"Kafka did not take a frame: {failure}"
        now_s = time.monotonic()
        stalled_s = max((outbox.stalled_for_s(now_s) for outbox in self._outboxes), default=0.0)
        if stalled_s > _STALLED_S:
            reason = self._errors.latest or f"it gives no reason; is the topic {self._topic!r} still there?"
            return f"Kafka at {self._kafka.bootstrap!r} has acknowledged no frame for {stalled_s:.0f} s: {reason}"
        return None

    @property
    def is_empty(self) -> bool:
        """Whether no frame is under way."""
        return all(outbox.is_empty for outbox in self._outboxes)

    def close(self, timeout_s: float) -> None:
        """Deliver what is under way, for at most `timeout_s`; then drop and count the rest. May be called twice."""
        deadline_s = time.monotonic() + timeout_s
        while not self.is_empty and time.monotonic() < deadline_s:
            self._ended.wait(0.01)
        for outbox in self._outboxes:
            outbox.close()
        self._producer.purge()
        while not self.is_empty and time.monotonic() < deadline_s + _POLL_S:
            self._ended.wait(0.01)
        self._ended.set()

    def _limits(self, n_cameras: int) -> OutboxLimits:
        share = int(self._produce.queue_mb * 1e6 / max(1, n_cameras))
        return OutboxLimits(self._produce.queue_frames, share, self._produce.window_frames)

    def _connect(self) -> tuple[Producer, ClientErrors]:
        return make_producer(
            self._kafka,
            self._max_frame_bytes,
            **{
                "linger.ms": _LINGER_MS,
                "compression.type": "none",  # JPEG does not get smaller
                "message.timeout.ms": int(self._produce.delivery_timeout_s * 1000),
            },
        )

    def _hand_over(self, camera_id: str, frame: OutgoingFrame, report: DeliveryReport) -> bool:
        try:
            self._producer.produce(
                self._topic,
                key=camera_id,
                value=frame.jpeg,
                headers=frame.headers,
                timestamp=frame.captured_at_ms,
                on_delivery=report,
            )
        except BufferError:
            return False  # the client is full: there is room again when a report comes
        except KafkaException as error:  # there is no such topic any more, or the client is about to be replaced
            self._refusal = redact(error.args[0].str())
            return False
        self._refusal = None
        return True

    def _serve(self) -> None:
        while not self._ended.is_set():
            self._producer.poll(_POLL_S)
            fatal = self._errors.fatal
            if fatal is not None:
                KAFKA_CLIENT_REPLACED.log(log, reason=fatal.str())
                try:
                    self._replace()
                except BrokerError as error:  # its certificates are being renewed just now: tried again
                    self._refusal = str(error)
                    self._ended.wait(_POLL_S)
            for outbox in self._outboxes:
                outbox.pump()

    def _replace(self) -> None:
        old = self._producer
        self._producer, self._errors = self._connect()
        old.purge()
        while len(old) and not self._ended.is_set():  # each frame that it held is told as not delivered
            old.poll(_POLL_S)
        self._ended.wait(_POLL_S)
