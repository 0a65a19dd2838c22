"""Plays messages into Kafka."""

import threading
import time
from collections.abc import Mapping
from typing import Final

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from flir_iqa.errors import BrokerError, FlirIqaError, SettingsError
from plumbing.kafka.clients import ClientErrors, make_producer
from plumbing.kafka.settings import KafkaSettings
from plumbing.redaction import redact
from recording.message import RecordedMessage
from recording.playing.following import Follower, Place
from recording.playing.outlet import Hold
from recording.playing.rewriting import OutgoingMessage, Rewriter, source_frame_id

_POLL_S: Final = 0.1
_BY_KEY: Final = -1
_NOW: Final = 0
_MOST_FRAMES: Final = 2000
_MOST_BYTES: Final = 64_000_000
"""With the frames above: what may wait for Kafka at once."""
_CONFIG: Final = {
    "linger.ms": 2,
    "compression.type": "none",  # JPEG does not get smaller
    # A frame that timed out would be skipped and overtaken. So frames wait as long as the producer lives, and our own
    # limit ends all of it at once.
    "message.timeout.ms": 0,
    "enable.gapless.guarantee": True,
    "queue.buffering.max.messages": 2 * _MOST_FRAMES,
}


class KafkaOutlet:
    """One idempotent producer for all topics of a replay.

    Unit of parallelism: `hold` and `publish` from one thread; one more serves the delivery reports. Delivery: exactly
    once and in order per partition, as far as Kafka's idempotent producer goes; an outage is waited out. Failure: the
    first frame that is not delivered, or an outage longer than its limit, is raised by each later call.

    Args:
        kafka: The connection.
        rewriter: What a replay changes of a message.
        targets: Recorded topic -> (topic that it is replayed into, how many partitions that has).
        max_frame_bytes: The largest frame.
        outage_limit_s: How long to wait without any acknowledgement.
        follower: Says how far the consumer is; `None` where none is followed.
        max_lag: How many frames the consumer may be behind.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        rewriter: Rewriter,
        targets: Mapping[str, tuple[str, int]],
        max_frame_bytes: int,
        outage_limit_s: float = 600.0,
        follower: Follower | None = None,
        max_lag: int = 0,
    ) -> None:
        self._bootstrap = kafka.bootstrap
        self._rewriter = rewriter
        self._targets = targets
        self._max_frame_bytes = max_frame_bytes
        self._outage_limit_s = outage_limit_s
        self._follower = follower
        self._max_lag = max_lag
        self._lock = threading.Lock()
        self._n_open = 0
        self._open_bytes = 0
        self._n_delivered = 0
        self._moved_s = time.monotonic()
        self._delivered: dict[Place, tuple[int, int]] = {}  # our first offset, and the one after our last
        self._failure: FlirIqaError | None = None
        self._ended = threading.Event()
        self._producer: Producer
        self._errors: ClientErrors
        self._producer, self._errors = make_producer(kafka, max_frame_bytes, **_CONFIG)
        threading.Thread(target=self._serve, name="delivery-reports", daemon=True).start()

    def hold(self) -> Hold | None:
        """Return who holds the replay up.

        Raises:
            BrokerError: A frame was not delivered, or Kafka is away for too long.
        """
        with self._lock:
            self._raise_failure()
            if self._n_open >= _MOST_FRAMES or self._open_bytes >= _MOST_BYTES:
                return Hold.KAFKA
        if self._follower is not None and (self.lag or 0) >= self._max_lag:
            return Hold.CONSUMER
        return None

    def publish(self, message: RecordedMessage, due_wall_ns: int, pass_number: int) -> None:
        """Hand one message to the producer.

        Raises:
            SettingsError: It is larger than a frame may be.
            BrokerError: Kafka does not take it.
        """
        self._check_size(message)
        topic, n_partitions = self._targets[message.topic]
        outgoing = self._rewriter.rewrite(message, due_wall_ns, pass_number)
        with self._lock:
            self._raise_failure()
            if self._n_open == 0:
                self._moved_s = time.monotonic()
            self._n_open += 1
            self._open_bytes += len(message.value or b"")
        try:
            self._produce(topic, n_partitions, message, outgoing)
        except (KafkaException, BufferError) as error:
            reason = error.args[0].str() if isinstance(error, KafkaException) else "the client's queue is full"
            text = f"frame {source_frame_id(message)} cannot be published on {topic!r}: {redact(reason)}"
            raise BrokerError(text) from error

    @property
    def n_delivered(self) -> int:
        """How many frames Kafka has acknowledged."""
        return self._n_delivered

    @property
    def n_open(self) -> int:
        """How many frames wait for their acknowledgement."""
        return self._n_open

    @property
    def lag(self) -> int | None:
        """How many frames the consumer is behind what was handed on; `None` where none is followed.

        Raises:
            BrokerError: The consumer cannot be followed any more.
        """
        if self._follower is None:
            return None
        with self._lock:
            delivered, n_open = dict(self._delivered), self._n_open
        behind = (end - max(first, self._follower.next_offset(place)) for place, (first, end) in delivered.items())
        return n_open + sum(max(0, each) for each in behind)

    @property
    def problem(self) -> str | None:
        """Why Kafka acknowledges nothing; `None` while it does, or nothing waits."""
        silent_s = time.monotonic() - self._moved_s if self._n_open else 0.0
        if silent_s < 2.0:
            return None
        reason = self._errors.latest or "it gives no reason"
        return f"Kafka at {self._bootstrap!r} has acknowledged no frame for {silent_s:.0f} s: {reason}"

    def drain(self, timeout_s: float) -> int:
        """Wait until all is acknowledged; return how many frames are not after `timeout_s`.

        Raises:
            BrokerError: A frame was not delivered, or Kafka is away for too long.
        """
        deadline_s = time.monotonic() + timeout_s
        while self._n_open and time.monotonic() < deadline_s:
            with self._lock:
                self._raise_failure()
            self._ended.wait(0.01)
        with self._lock:
            self._raise_failure()
            return self._n_open

    def close(self) -> None:
        """Let go of what is not acknowledged. May be called twice."""
        self._ended.set()
        self._producer.purge(in_queue=True, in_flight=False)

    def _produce(self, topic: str, n_partitions: int, message: RecordedMessage, outgoing: OutgoingMessage) -> None:
        # Without a key the partitioner would draw lots, and no two replays be alike.
        partition = message.partition % n_partitions if outgoing.key is None else _BY_KEY
        size = len(message.value or b"")

        def delivered(error: KafkaError | None, report: Message) -> None:
            self._note_delivery(size, error, report)

        self._producer.produce(
            topic,
            outgoing.value,
            outgoing.key,
            partition=partition,
            headers=list(outgoing.headers),
            timestamp=outgoing.timestamp_ms or _NOW,
            on_delivery=delivered,
        )

    def _check_size(self, message: RecordedMessage) -> None:
        size = len(message.value or b"")
        if size > self._max_frame_bytes:
            text = (
                f"frame {source_frame_id(message)} has {size} bytes, expected at most {self._max_frame_bytes}: "
                f"--max-frame-bytes {size}, or max_frame_bytes under [topics]"
            )
            raise SettingsError(text)

    def _note_delivery(self, size: int, error: KafkaError | None, report: Message) -> None:
        with self._lock:
            self._n_open -= 1
            self._open_bytes -= size
            self._moved_s = time.monotonic()
            if error is not None:
                reason = redact(self._errors.latest or error.str())
                self._fail(f"a frame for {report.topic()!r} was not delivered, and none after it: {reason}")
                return
            self._n_delivered += 1
            place = (report.topic() or "", report.partition() or 0)
            offset = report.offset() or 0
            first, _ = self._delivered.get(place, (offset, offset))
            self._delivered[place] = (first, offset + 1)

    def _serve(self) -> None:
        while not self._ended.is_set():
            self._producer.poll(_POLL_S)
            with self._lock:
                fatal = self._errors.fatal
                if fatal is not None:
                    self._fail(f"the Kafka producer gave up: {redact(fatal.str())}")
                elif self._n_open and time.monotonic() - self._moved_s > self._outage_limit_s:
                    reason = self._errors.latest or "it gives no reason"
                    text = (
                        f"Kafka at {self._bootstrap!r} acknowledged no frame for {self._outage_limit_s:g} s: {reason}"
                    )
                    self._fail(text)

    def _fail(self, text: str) -> None:
        self._failure = self._failure or BrokerError(text)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure
