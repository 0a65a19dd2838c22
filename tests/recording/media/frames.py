"""Recorded frames and results for tests of videos."""

import numpy as np

from flir_iqa.encoding import encode_frame
from flir_iqa.records import QualityRecord
from recording.message import RecordedMessage, TimestampType

BEGIN_MS = 1_769_824_800_000
"""2026-01-31T02:00:00Z."""


def jpeg(level: int = 128, height: int = 48, width: int = 64) -> bytes:
    return encode_frame(np.full((height, width), level, np.uint8))


def message(
    offset: int, time_ms: int, value: bytes | None, camera: str = "gate", topic: str = "thermal-frames"
) -> RecordedMessage:
    return RecordedMessage(
        topic=topic,
        partition=0,
        offset=offset,
        key=camera.encode(),
        value=value,
        headers=(),
        timestamp_ms=BEGIN_MS + time_ms,
        timestamp_type=TimestampType.CREATE,
    )


def result(
    frame_id: str, quality: float = 0.25, camera: str = "gate", source_frame_id: str | None = None
) -> QualityRecord:
    return QualityRecord(
        timestamp="2026-01-31T02:00:00.000Z",
        smoothing_window=150,
        raw_image_quality=quality,
        smoothed_image_quality=0.5,
        camera_id=camera,
        frame_id=frame_id,
        seq=None,
        stream_id=None,
        window_count=1,
        distortion="lens_blur",
        distortion_probability=0.75,
        severity=None,
        shed_before=0,
        latency_ms=1.0,
        model="lite 0.2.0",
        source_frame_id=source_frame_id,
    )
