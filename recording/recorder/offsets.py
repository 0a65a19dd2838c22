"""Asks Kafka which offsets a bound stands for."""

import time
from collections.abc import Iterable, Sequence
from typing import Final

from confluent_kafka import Consumer, KafkaException, TopicPartition

from flir_iqa.errors import BrokerError
from plumbing.kafka.reading import bounds
from plumbing.redaction import redact
from recording.recorder.bounds import Bound, Edge, Moment
from recording.recorder.place import Place

_REQUEST_S: Final = 10.0
_QUICK_S: Final = 2.0
_RETRY_S: Final = 0.2
_TRIES_S: Final = 20.0


class Offsets:
    """Answers from one consumer; assignments are left alone.

    Args:
        consumer: An open consumer.
    """

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer

    def extent(self, place: Place) -> tuple[int, int]:
        """Return the first offset that is there, and the one that the next message will get.

        Raises:
            BrokerError: The broker did not say.
        """
        return bounds(self._consumer, place.topic, place.partition)

    def extent_now(self, place: Place) -> tuple[int, int] | None:
        """Return the same, or `None` where the broker does not say at once."""
        try:
            return self._consumer.get_watermark_offsets(TopicPartition(*place), timeout=_QUICK_S)
        except KafkaException:
            return None

    def find(self, places: Iterable[Place], bound: Bound) -> dict[Place, int]:
        """Return the offset of each partition that `bound` stands for.

        A moment after the newest message stands for the offset after it.

        Raises:
            BrokerError: The broker did not say.
        """
        places = list(places)
        if isinstance(bound, Moment):
            return self._at_time(places, bound)
        if isinstance(bound, int):
            return dict.fromkeys(places, bound)
        side = 0 if bound is Edge.BEGINNING else 1
        return {place: self.extent(place)[side] for place in places}

    def _at_time(self, places: Sequence[Place], moment: Moment) -> dict[Place, int]:
        found = self._ask([TopicPartition(place.topic, place.partition, moment.time_ms) for place in places])
        offsets = {}
        for answer in found:
            place = Place(answer.topic, answer.partition)
            offsets[place] = answer.offset if answer.offset >= 0 else self.extent(place)[1]
        return offsets

    def _ask(self, questions: list[TopicPartition]) -> list[TopicPartition]:
        """Ask until each partition has an answer: after a start of a broker, not all know their leader yet."""
        deadline = time.monotonic() + _TRIES_S
        while True:
            try:
                answers = self._consumer.offsets_for_times(questions, timeout=_REQUEST_S)
                errors = [answer.error for answer in answers if answer.error is not None]
            except KafkaException as error:
                answers, errors = [], [error.args[0]]
            if not errors:
                return list(answers)
            if time.monotonic() > deadline:
                message = f"Kafka does not say which offsets belong to a time: {redact(errors[0].str())}"
                raise BrokerError(message)
            time.sleep(_RETRY_S)
