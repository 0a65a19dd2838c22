"""What stands on the topics, read by a plain client that knows nothing of the flow."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from types import TracebackType
from typing import Any, Final, Self
from uuid import uuid4

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

from chaos.errors import ChaosError
from chaos.feed import GOOD_HEADER
from plumbing.kafka.reading import headers_of
from plumbing.kafka.settings import KafkaSettings

_SILENCE_S: Final = 30.0
_RETRY_S: Final = 0.1
_REQUEST_S: Final = 3.0
_OUTAGE_S: Final = 180.0
_LARGEST_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of the frame topic."""

    partition: int
    offset: int
    camera_id: str | None
    seq: int | None
    good: bool | None
    """Whether it must be scored (true) or rejected (false); None where the sender does not say."""
    picture: str
    """Digest of the value."""
    stream_id: str | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One message of the result topic or of the rejected topic."""

    partition: int
    offset: int
    """Of this message itself."""
    frame_id: str
    camera_id: str | None
    appended_s: float
    """When Kafka took it: Unix time in seconds, where the topic keeps that."""
    origin: str
    """Kafka's own id of the frame topic that the frame came from."""
    record: dict[str, Any]
    """The whole record."""
    shed: Mapping[str, int] = field(default_factory=dict)
    """By camera, the frames that were passed over since the partition's last result, as a header tells."""


class Evidence:
    """Reads topics from their beginning to their end; a context manager.

    Args:
        kafka: The connection.
    """

    def __init__(self, kafka: KafkaSettings) -> None:
        self._config: dict[str, Any] = {
            **kafka.client_config(),
            "group.id": f"chaos-{uuid4().hex}",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "log_level": 2,  # brokers that are away are no news here
            "auto.offset.reset": "earliest",
            "fetch.message.max.bytes": _LARGEST_BYTES,
            "receive.message.max.bytes": 5 * _LARGEST_BYTES,
        }

        self._counter = Consumer(self._config)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._counter.close()

    def count(self, topic: str, n_partitions: int) -> int:
        """Return how many messages the topic ever took.

        Raises:
            ChaosError: Kafka does not say.
        """
        return sum(high for _, high in self.bounds(topic, n_partitions))

    def bounds(self, topic: str, n_partitions: int) -> list[tuple[int, int]]:
        """Return, for each partition, the first offset that it holds and the next that it will take.

        Raises:
            ChaosError: Kafka does not say.
        """
        places = [TopicPartition(topic, each) for each in range(n_partitions)]
        deadline = time.monotonic() + _OUTAGE_S
        while True:
            try:
                return [self._counter.get_watermark_offsets(place, timeout=_REQUEST_S) for place in places]
            except KafkaException as error:  # a broker that was started a moment ago does not lead everywhere yet
                if time.monotonic() > deadline:
                    message = f"expected the ends of {topic}, Kafka does not say: {error.args[0].str()}"
                    raise ChaosError(message) from error
            time.sleep(_RETRY_S)
            self._counter.close()  # a client keeps in mind for minutes that a partition was not there yet
            self._counter = Consumer(self._config)

    def frames(self, topic: str, n_partitions: int) -> list[Frame]:
        """Return the frames that the topic holds."""
        return [_frame(message) for message in self._read(topic, n_partitions)]

    def outcomes(self, topic: str, n_partitions: int) -> list[Outcome]:
        """Return the records that a result or rejected topic holds.

        Raises:
            ChaosError: One is no JSON object.
        """
        return [_outcome(message) for message in self._read(topic, n_partitions)]

    def events(self, topic: str, n_partitions: int) -> list[dict[str, Any]]:
        """Return the events."""
        return [_json(message) for message in self._read(topic, n_partitions)]

    def _read(self, topic: str, n_partitions: int) -> Iterator[Message]:
        """Yield all messages, each partition in its order.

        Raises:
            ChaosError: Kafka says nothing for half a minute.
        """
        consumer = Consumer(self._config)
        try:
            consumer.assign([TopicPartition(topic, each, OFFSET_BEGINNING) for each in range(n_partitions)])
            left = set(range(n_partitions))
            while left:
                message = consumer.poll(_SILENCE_S)
                if message is None:
                    text = f"expected the end of {topic}, partitions {sorted(left)}, nothing came for {_SILENCE_S:g} s"
                    raise ChaosError(text)
                error = message.error()
                if error is None:
                    yield message
                elif error.code() == KafkaError._PARTITION_EOF:  # noqa: SLF001 - its public constant
                    left.discard(message.partition() or 0)
        finally:
            consumer.close()


def _headers(message: Message) -> dict[str, bytes]:
    return {name: value for name, value in headers_of(message) if value is not None}


def _frame(message: Message) -> Frame:
    headers, key = _headers(message), message.key()
    good = headers.get(GOOD_HEADER)
    return Frame(
        partition=message.partition() or 0,
        offset=message.offset() or 0,
        camera_id=key.decode(errors="replace") if isinstance(key, bytes) else None,
        seq=int(headers["seq"]) if headers.get("seq", b"").isdigit() else None,
        good=None if good is None else good == b"1",
        picture=digest(message.value() or b""),
        stream_id=headers["stream_id"].decode(errors="replace") if "stream_id" in headers else None,
        captured_at=_moment(headers.get("captured_at", b"")),
    )


def _moment(text: bytes) -> datetime | None:
    try:
        return datetime.fromisoformat(text.decode())
    except ValueError:
        return None


def _outcome(message: Message) -> Outcome:
    record, headers = _json(message), _headers(message)
    return Outcome(
        partition=message.partition() or 0,
        offset=message.offset() or 0,
        frame_id=str(record.get("frame_id")),
        camera_id=record.get("camera_id"),
        appended_s=message.timestamp()[1] / 1000,
        origin=headers.get("topic_id", b"").decode(errors="replace"),
        record=record,
        shed={camera: recent for camera, (recent, _) in json.loads(headers.get("shed", b"{}")).items()},
    )


def _json(message: Message) -> dict[str, Any]:
    try:
        record = json.loads(message.value() or b"")
    except ValueError:
        record = None
    if not isinstance(record, dict):
        place = f"{message.topic()}-{message.partition()}-{message.offset()}"
        text = f"expected a JSON object at {place}, got {(message.value() or b'')[:64]!r}"
        raise ChaosError(text)
    return record


def digest(value: bytes) -> str:
    """Return what names a picture in the evidence."""
    return sha256(value).hexdigest()[:16]
