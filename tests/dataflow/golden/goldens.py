"""Golden expectations made by hand."""

from dataclasses import replace
from typing import Any

from dataflow.golden.golden import Golden, GoldenFrame, GoldenModel, GoldenRejection

MODEL = GoldenModel(name="lite", version="0.2.0", sha256="ab" * 32)


def frame(offset: int, quality: float = 0.8, camera: str = "gate", **changes: Any) -> GoldenFrame:
    made = GoldenFrame(
        frame_id=f"frames-0-{offset}",
        camera_id=camera,
        timestamp="2026-01-31T12:00:00.000Z",
        raw_image_quality=quality,
        smoothed_image_quality=quality,
        distortion="none",
        distortion_probability=quality,
        severity=0.25,
    )
    return replace(made, **changes)


def rejection(offset: int, camera: str | None = "gate") -> GoldenRejection:
    return GoldenRejection(
        frame_id=f"frames-0-{offset}",
        camera_id=camera,
        timestamp="2026-01-31T12:00:00.000Z",
        reason="not_jpeg",
    )


def golden(*outcomes: GoldenFrame | GoldenRejection, **changes: Any) -> Golden:
    made = Golden(
        topic="frames",
        frames_sha256="cd" * 32,
        smoothing_window=5,
        model=MODEL,
        made_by="flir-iqa 0.1.0",
        frames=tuple(outcome for outcome in outcomes if isinstance(outcome, GoldenFrame)),
        rejected=tuple(outcome for outcome in outcomes if isinstance(outcome, GoldenRejection)),
    )
    return replace(made, **changes)
