"""What an undisturbed run leaves on the topics: frames of one camera and their results."""

from dataclasses import replace
from math import fsum
from typing import Any

from chaos.evidence import Frame, Outcome

TOPIC = "frames"
WINDOW = 3
RAW = [0.1, 0.7, 0.2, 0.9, 0.3, 0.30000000000000004]


def frames(n_frames: int = len(RAW)) -> list[Frame]:
    return [Frame(0, offset, "gate", offset, True, f"picture {offset}") for offset in range(n_frames)]


def results() -> list[Outcome]:
    return [result(offset) for offset in range(len(RAW))]


def result(offset: int, **changes: Any) -> Outcome:
    held = RAW[max(0, offset - WINDOW + 1) : offset + 1]
    record = {
        "frame_id": f"{TOPIC}-0-{offset}",
        "camera_id": "gate",
        "seq": offset,
        "smoothing_window": WINDOW,
        "raw_image_quality": RAW[offset],
        "smoothed_image_quality": fsum(held) / len(held),
        "window_count": len(held),
        **changes,
    }
    return Outcome(0, offset, record["frame_id"], record["camera_id"], 0.0, "id", record)


def rejected(offset: int) -> Outcome:
    return replace(result(offset), record={"frame_id": f"{TOPIC}-0-{offset}", "reason": "empty"})
