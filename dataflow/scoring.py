"""The stateless step: a message becomes a score or a refusal. One bad frame is data, never a crash."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from confluent_kafka import TIMESTAMP_NOT_AVAILABLE, Message

from dataflow.ending import Ending
from dataflow.frame_id import make_frame_id
from dataflow.items import Fetched, FromScoring, FromSource, Refused, Scored
from flir_iqa.decoding import decode_frame
from flir_iqa.errors import DecodeError, ModelError, RecordError, RejectReason
from flir_iqa.records import RejectedRecord, format_timestamp
from flir_iqa.scorer import Scorer
from plumbing.frames import FrameHeaders, Headers, check_camera_id
from plumbing.kafka.reading import headers_of

log = logging.getLogger(__name__)

_FIRST_BYTES: Final = 64
_LONGEST_HEADER: Final = 1024
_MOST_HEADERS: Final = 64
_LONGEST_DETAIL: Final = 1000
_LONGEST_KEY: Final = 1024
_NEUTRAL_SIDE_PX: Final = 64
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class FrameScorer:
    """Decodes and scores; one for all cameras of a worker.

    A frame on which the model fails is refused like any other bad frame, if the model still scores a plain grey
    picture. If it does not, the fault is not the frame's, and the run ends before it refuses what could be scored.

    Args:
        scorer: The model.
        topic: The frame topic, for the frames' ids.
        ending: Told when the model is of no use any more.
        now: The clock.
    """

    def __init__(
        self, scorer: Scorer, topic: str, ending: Ending, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._scorer = scorer
        self._topic = topic
        self._ending = ending
        self._now = now

    def __call__(self, item: FromSource) -> FromScoring | None:
        """Score a message; hand on what is none. None once the run is to end for a failure."""
        if self._ending.failed:
            return None
        if not isinstance(item, Fetched):
            return item
        try:
            return self._score(item.partition, item.message)
        except DecodeError as error:
            return self._refuse(item, error.reason, str(error))
        except Exception as error:  # ONNX Runtime raises classes of its own, made at run time
            log.exception("scoring %s-%s-%s failed", self._topic, item.partition, item.message.offset())
            return self._refuse_or_end(item, error)

    def _refuse_or_end(self, item: Fetched, error: Exception) -> Refused | None:
        try:
            self._scorer.assess(np.full((_NEUTRAL_SIDE_PX, _NEUTRAL_SIDE_PX), 128, np.uint8))
        except Exception as general:  # as above
            message = f"the model {self._scorer.model.label!r} fails on any picture: {general}"
            failure = ModelError(message)
            failure.__cause__ = general
            self._ending.fail(failure)
            return None
        return self._refuse(item, "scoring_failed", f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL])

    def _score(self, partition: int, message: Message) -> Scored:
        camera_id, headers = _camera_of(message), _headers_of(message)
        image = decode_frame(message.value() or b"")
        assessment = self._scorer.assess(image)
        return Scored(
            partition=partition,
            offset=message.offset() or 0,
            camera_id=camera_id,
            captured_at=headers.captured_at or _kafka_time(message) or self._now(),
            scored_at=self._now(),
            seq=headers.seq,
            stream_id=headers.stream_id,
            quality=assessment.quality,
            distortion=assessment.distortion,
            distortion_probability=assessment.distortion_probability,
            severity=assessment.severity,
            replay_id=headers.replay_id,
            source_frame_id=headers.source_frame_id,
        )

    def _refuse(self, item: Fetched, reason: RejectReason, detail: str) -> Refused:
        message = item.message
        value, key = message.value() or b"", message.key()
        try:
            camera_id = _camera_of(message)
        except DecodeError:
            camera_id = None
        record = RejectedRecord(
            timestamp=format_timestamp(_kafka_time(message) or self._now()),
            camera_id=camera_id,
            frame_id=make_frame_id(self._topic, item.partition, message.offset() or 0),
            reason=reason,
            detail=detail,
            size_bytes=len(value),
            first_bytes=value[:_FIRST_BYTES].hex(),
            key=None if key is None else key[:_LONGEST_KEY].hex(),
            headers=_hex_headers(headers_of(message)),
        )
        return Refused(item.partition, None if key is None else key[:_LONGEST_KEY], record)


def _camera_of(message: Message) -> str:
    key = message.key()
    if not key:
        raise DecodeError(reason="no_key", detail="expected the camera id as the message's key, got none")
    try:
        return check_camera_id(key.decode())
    except (UnicodeDecodeError, RecordError) as error:
        raise DecodeError(reason="bad_camera_id", detail=f"{error}") from error


def _headers_of(message: Message) -> FrameHeaders:
    try:
        return FrameHeaders.decode(headers_of(message))
    except RecordError as error:
        raise DecodeError(reason="bad_headers", detail=f"{error}") from error


def _kafka_time(message: Message) -> datetime | None:
    kind, milliseconds = message.timestamp()
    if kind == TIMESTAMP_NOT_AVAILABLE:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def _hex_headers(headers: Headers) -> list[list[str | None]]:
    shown = headers[:_MOST_HEADERS]
    return [[name[:256], None if value is None else value[:_LONGEST_HEADER].hex()] for name, value in shown]
