"""Reading a range of a partition, from one offset to another, and no further."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from confluent_kafka import TIMESTAMP_NOT_AVAILABLE, Consumer, KafkaError, KafkaException, Message, TopicPartition

from flir_iqa.errors import BrokerError
from plumbing.frames import UNREADABLE_HEADER

_UNIX_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_REQUEST_S: Final = 10.0
_TRY_S: Final = 2.0
_BATCH: Final = 1000
_RETRY_S: Final = 0.1
_PERMANENT: Final = frozenset(
    {
        KafkaError._AUTO_OFFSET_RESET,  # noqa: SLF001 - confluent-kafka's public name for it
        KafkaError.OFFSET_OUT_OF_RANGE,
        KafkaError.UNKNOWN_TOPIC_OR_PART,
        KafkaError._UNKNOWN_TOPIC,  # noqa: SLF001
        KafkaError._UNKNOWN_PARTITION,  # noqa: SLF001
        KafkaError.TOPIC_AUTHORIZATION_FAILED,
    }
)


def is_permanent(error: KafkaError) -> bool:
    """Whether a consumer's error will not pass by waiting; all others are librdkafka's own affair (it reconnects)."""
    return error.fatal() or error.code() in _PERMANENT


def headers_of(message: Message) -> list[tuple[str, bytes | None]]:
    """Return a message's headers in their order; text values (which only our own side can set) as UTF-8.

    Where a name is not UTF-8, the client library fails on all headers of the message, and leaves behind what must not
    be touched: then there is one header, `UNREADABLE_HEADER`.
    """
    try:
        headers = message.headers() or []
    except (SystemError, UnicodeDecodeError):
        headers = [(UNREADABLE_HEADER, None)]
        message.set_headers(headers)
    pairs = headers.items() if isinstance(headers, dict) else headers
    return [(name, value.encode() if isinstance(value, str) else value) for name, value in pairs]


def bounds(consumer: Consumer, topic: str, partition: int) -> tuple[int, int]:
    """Return the first offset that a partition still holds, and the one that its next message will get.

    Raises:
        BrokerError: The broker did not say.
    """
    deadline = time.monotonic() + _REQUEST_S
    while True:
        try:
            low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=_TRY_S)
        except KafkaException as error:
            # while brokers settle who leads, and until their successor knows how far it goes, they have many reasons
            settling = not is_permanent(error.args[0]) or error.args[0].code() == KafkaError._UNKNOWN_PARTITION  # noqa: SLF001
            if not settling or time.monotonic() > deadline:
                message = f"no bounds of {topic}-{partition}: {error.args[0].str()}"
                raise BrokerError(message) from error
            time.sleep(_RETRY_S)
            _learn_leaders(consumer, topic)
        else:
            return low, high


def _learn_leaders(consumer: Consumer, topic: str) -> None:
    """Ask who leads now: of partitions that it does not read, the client would go on asking a leader that died."""
    with suppress(KafkaException):
        consumer.list_topics(topic, timeout=_TRY_S)


def read_range(
    consumer: Consumer, topic: str, partition: int, start: int, end: int, timeout_s: float = 60.0
) -> Iterator[Message]:
    """Read the messages of one partition from `start` to before `end`; the consumer's assignment is replaced.

    Raises:
        BrokerError: They did not come within `timeout_s`, or cannot be read.
    """
    if start >= end:
        return
    consumer.assign([TopicPartition(topic, partition, start)])
    deadline = time.monotonic() + timeout_s
    position = start
    while position < end:
        # consume() waits its full time unless as many came as it was asked for
        for message in consumer.consume(min(_BATCH, end - position), timeout=0.5):
            error = message.error()
            if error is None:
                if (message.offset() or 0) < end:
                    yield message
            elif is_permanent(error):
                text = f"cannot read {topic}-{partition} from {position} to {end}: {error.str()}"
                raise BrokerError(text)
        # the position also moves over what holds no message: compacted records, transaction markers
        moved = consumer.position([TopicPartition(topic, partition)])[0].offset
        position = max(position, moved)
        if position < end and time.monotonic() > deadline:
            text = f"read {topic}-{partition} only up to {position} of {end} within {timeout_s:g} s"
            raise BrokerError(text)


def time_of(message: Message) -> datetime | None:
    """Return Kafka's timestamp of a message, aware; None where it has none that is a date."""
    kind, milliseconds = message.timestamp()
    if kind == TIMESTAMP_NOT_AVAILABLE:
        return None
    try:
        return _UNIX_EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
