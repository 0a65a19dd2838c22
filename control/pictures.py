"""Reads scored frames back from the frames topic, by their frame id."""

import contextlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import simplejpeg
from confluent_kafka import Consumer, KafkaException

from control.errors import NoPictureError
from flir_iqa.errors import BrokerError
from flir_iqa.records import QualityRecord, parse_timestamp
from plumbing.kafka.clients import make_consumer
from plumbing.kafka.reading import bounds, read_range
from plumbing.kafka.settings import KafkaSettings, TopicSettings

_CACHE_BYTES: Final = 64 * 2**20
_READ_S: Final = 3.0
_QUEUE_S: Final = 3.0
_ONE_AT_ONCE: Final = {"queued.min.messages": 1, "fetch.queue.backoff.ms": 1, "fetch.wait.max.ms": 5}
"""Fetch no more than is asked for, and be free for the next question at once."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A scored frame."""

    frame_id: str
    captured_at: datetime
    jpeg: bytes


class Pictures:
    """Finds frames again. One consumer, one read at a time; the latest pictures stay in memory. Safe for threads.

    Args:
        kafka: The connection.
        topics: Names the frames topic and the largest frame.
    """

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings) -> None:
        self._kafka = kafka
        self._topics = topics
        self._turn = threading.Lock()
        self._consumer: Consumer | None = None
        self._cache: OrderedDict[str, Picture] = OrderedDict()
        self._cached_bytes = 0

    def read(self, record: QualityRecord) -> Picture:
        """Return the frame that a result is about.

        Raises:
            NoPictureError: It is not in the topic any more, or is no JPEG.
            BrokerError: The broker does not answer, or too many ask at once.
        """
        if not self._turn.acquire(timeout=_QUEUE_S):
            message = "reading pictures takes too long: try again in a moment"
            raise BrokerError(message)
        try:
            picture = self._cache.get(record.frame_id)
            if picture is None:
                jpeg = self._read_frame(record.frame_id)
                picture = Picture(record.frame_id, parse_timestamp(record.timestamp), jpeg)
                self._keep(picture)
            return picture
        finally:
            self._turn.release()

    def close(self) -> None:
        """Let go of the broker; may be called twice."""
        with self._turn:
            if self._consumer is not None:
                self._consumer.close()
            self._consumer = None

    def _read_frame(self, frame_id: str) -> bytes:
        partition, offset = self._place_of(frame_id)
        if self._consumer is None:
            self._consumer, _ = make_consumer(self._kafka, self._topics.max_frame_bytes, **_ONE_AT_ONCE)
        frame = self._read_message(self._consumer, partition, offset)
        if frame is None:
            message = f"the frame {frame_id!r} is not in the topic any more"
            raise NoPictureError(message)
        if not is_jpeg(frame):
            message = f"the frame {frame_id!r} is no JPEG"
            raise NoPictureError(message)
        return frame

    def _read_message(self, consumer: Consumer, partition: int, offset: int) -> bytes | None:
        topic = self._topics.frames
        try:
            found = list(read_range(consumer, topic, partition, offset, offset + 1, _READ_S))
        except (BrokerError, KafkaException) as error:
            low, high = bounds(consumer, topic, partition)
            if low <= offset < high:
                message = f"cannot read {topic}-{partition}-{offset}: {error}"
                raise BrokerError(message) from error
            return None
        finally:
            with contextlib.suppress(KafkaException):
                consumer.unassign()  # else it fetches on, for nobody
        return next((message.value() for message in found if message.offset() == offset), None)

    def _place_of(self, frame_id: str) -> tuple[int, int]:
        topic, _, rest = frame_id.rpartition("-")
        topic, _, partition = topic.rpartition("-")
        if topic != self._topics.frames or not (_is_count(partition) and _is_count(rest)):
            message = f"the frame {frame_id!r} is not one of the topic {self._topics.frames!r}"
            raise NoPictureError(message)
        return int(partition), int(rest)

    def _keep(self, picture: Picture) -> None:
        self._cache[picture.frame_id] = picture
        self._cached_bytes += len(picture.jpeg)
        while self._cached_bytes > _CACHE_BYTES:
            _, oldest = self._cache.popitem(last=False)
            self._cached_bytes -= len(oldest.jpeg)


def is_jpeg(data: bytes) -> bool:
    """Whether a browser may be told that this is a JPEG."""
    if not data.startswith(b"\xff\xd8\xff"):
        return False
    try:
        simplejpeg.decode_jpeg_header(data)
    except ValueError:
        return False
    return True


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
