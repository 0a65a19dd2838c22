"""The stateless step: a message becomes a score or a refusal. One bad frame is data, never a crash."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from dataflow.ending import Ending
from dataflow.frame_id import make_frame_id
from dataflow.items import Fetched, FromScoring, FromSource, Refused, Scored
from dataflow.opening import camera_of, open_frame
from flir_iqa.errors import DecodeError, ModelError, RejectReason
from flir_iqa.records import RejectedRecord, format_timestamp
from flir_iqa.scorer import Scorer
from plumbing.frames import Headers
from plumbing.log_events import SCORING_FAILED

log = logging.getLogger(__name__)

_FIRST_BYTES: Final = 64
_LONGEST_HEADER: Final = 1024
_MOST_HEADERS: Final = 64
_LONGEST_DETAIL: Final = 1000
_LONGEST_KEY: Final = 1024
_NEUTRAL_SIDE_PX: Final = 64
_MOST_AHEAD: Final = timedelta(hours=1)
"""As Kafka has it by default (`message.timestamp.after.max.ms`)."""


def wall_clock(_: Fetched) -> datetime:
    """Return the time at which a frame is scored, where that is now."""
    return datetime.now(UTC)


class FrameScorer:
    """Decodes and scores; one for all cameras of a worker. It may be called from several threads.

    A frame on which the model fails is refused like any other bad frame, if the model still scores a plain grey
    picture. If it does not, the fault is not the frame's, and the run ends before it refuses what could be scored.

    Args:
        scorer: The model.
        topic: The frame topic, for the frames' ids.
        ending: Told when the model is of no use any more.
        now: The clock: what time it is for a frame that was just scored.
    """

    def __init__(
        self, scorer: Scorer, topic: str, ending: Ending, now: Callable[[Fetched], datetime] = wall_clock
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
            return self._score(item)
        except DecodeError as error:
            return self._refuse(item, error.reason, str(error))
        except Exception as error:  # ONNX Runtime raises classes of its own, made at run time
            frame_id = make_frame_id(self._topic, item.partition, item.offset)
            SCORING_FAILED.log(log, exception=error, frame_id=frame_id, partition=item.partition, reason=repr(error))
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

    def _score(self, item: Fetched) -> Scored:
        frame = open_frame(item)
        assessment = self._scorer.assess(frame.image)
        headers, now = frame.headers, self._now(item)
        return Scored(
            partition=item.partition,
            offset=item.offset,
            camera_id=frame.camera_id,
            captured_at=headers.captured_at or item.timestamp or now,
            scored_at=now,
            seq=headers.seq,
            stream_id=headers.stream_id,
            quality=assessment.quality,
            distortion=assessment.distortion,
            distortion_probability=assessment.distortion_probability,
            severity=assessment.severity,
            replay_id=headers.replay_id,
            source_frame_id=headers.source_frame_id,
            came_ms=_trusted_ms(item, now),
        )

    def _refuse(self, item: Fetched, reason: RejectReason, detail: str) -> Refused:
        key = None if item.key is None else item.key[:_LONGEST_KEY]
        try:
            camera_id = camera_of(item)
        except DecodeError:
            camera_id = None
        record = RejectedRecord(
            timestamp=format_timestamp(item.timestamp or self._now(item)),
            camera_id=camera_id,
            frame_id=make_frame_id(self._topic, item.partition, item.offset),
            reason=reason,
            detail=detail,
            size_bytes=len(item.value),
            first_bytes=item.value[:_FIRST_BYTES].hex(),
            key=None if key is None else key.hex(),
            headers=_hex_headers(item.headers),
        )
        return Refused(item.partition, key, record)


def _trusted_ms(item: Fetched, now: datetime) -> int | None:
    """Return Kafka's timestamp, unless it lies far ahead: one such frame would make all other cameras idle."""
    return None if item.timestamp is None or item.timestamp - now > _MOST_AHEAD else item.came_ms


def _hex_headers(headers: Headers) -> list[list[str | None]]:
    shown = headers[:_MOST_HEADERS]
    return [[name[:256], None if value is None else value[:_LONGEST_HEADER].hex()] for name, value in shown]
