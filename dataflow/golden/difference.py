"""One frame that gives something else than expected."""

from dataclasses import dataclass
from typing import Final

from dataflow.golden.golden import GoldenFrame, GoldenRejection
from flir_iqa.kinds import CLEAN_THRESHOLD, NONE

NO_CAMERA: Final = "-"
"""Stands for the camera of a frame that names none."""

Outcome = GoldenFrame | GoldenRejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A frame that moved.

    Attributes:
        frame_id: Names it.
        camera_id: Whose it is.
        timestamp: When it was captured.
        by: By how much, 0..1: the largest of its differences; 1 where it is no matter of degree.
        what: What moved, in words.
    """

    frame_id: str
    camera_id: str
    timestamp: str
    by: float
    what: str


def find_difference(expected: Outcome | None, got: Outcome | None, tolerance: float) -> Difference | None:
    """Compare what was expected of a frame with what came; None where it did not move.

    Args:
        expected: None where the recording had no such frame.
        got: None where it has no such frame any more.
        tolerance: The largest difference of a number that is no move, 0..1.
    """
    if isinstance(expected, GoldenFrame) and isinstance(got, GoldenFrame):
        return _moved(expected, got, tolerance)
    if isinstance(expected, GoldenRejection) and isinstance(got, GoldenRejection) and expected.reason == got.reason:
        return None
    of = expected or got
    assert of is not None  # noqa: S101 - one of them is there
    return Difference(
        frame_id=of.frame_id,
        camera_id=of.camera_id or NO_CAMERA,
        timestamp=of.timestamp,
        by=1.0,
        what=f"{_state(expected)} -> {_state(got)}",
    )


def _moved(expected: GoldenFrame, got: GoldenFrame, tolerance: float) -> Difference | None:
    moves = {
        "quality": (expected.raw_image_quality, got.raw_image_quality),
        "smoothed": (expected.smoothed_image_quality, got.smoothed_image_quality),
    }
    if expected.severity is not None and got.severity is not None:
        moves["severity"] = expected.severity, got.severity
    if expected.distortion == got.distortion:
        moves["probability"] = expected.distortion_probability, got.distortion_probability
    texts = [f"{name} {old:.4f} -> {new:.4f}" for name, (old, new) in moves.items() if abs(new - old) > tolerance]
    if not _same_kind(expected, got, tolerance):
        texts.append(f"kind {expected.distortion} -> {got.distortion}")
    if (expected.severity is None) != (got.severity is None):
        texts.append(f"severity {expected.severity} -> {got.severity}")
    if not texts:
        return None
    return Difference(
        frame_id=expected.frame_id,
        camera_id=expected.camera_id,
        timestamp=expected.timestamp,
        by=max(abs(new - old) for old, new in moves.values()),
        what=", ".join(texts),
    )


def _same_kind(expected: GoldenFrame, got: GoldenFrame, tolerance: float) -> bool:
    """Whether the kind is the same, or changed only since the quality stepped over the threshold within tolerance."""
    if expected.distortion == got.distortion:
        return True
    at_threshold = abs(got.raw_image_quality - expected.raw_image_quality) <= tolerance and (
        abs(got.raw_image_quality - CLEAN_THRESHOLD) <= tolerance
    )
    return at_threshold and NONE in (expected.distortion, got.distortion)


def _state(outcome: Outcome | None) -> str:
    if outcome is None:
        return "not in the recording"
    if isinstance(outcome, GoldenRejection):
        return f"rejected ({outcome.reason})"
    return f"scored {outcome.raw_image_quality:.4f}"
