"""What a recording is expected to give: one entry for each frame."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from flir_iqa.errors import FlirIqaError, RejectReason

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A number from 0 to 1."""


class GoldenError(FlirIqaError):
    """A golden file is missing or damaged, or does not fit its recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenModel:
    """The model that gave the scores."""

    name: str
    version: str
    sha256: str
    """Of the model file."""

    @property
    def label(self) -> str:
        """Name, version and the beginning of the hash."""
        return f"{self.name} {self.version} ({self.sha256[:12]})"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenFrame:
    """A frame that is scored; the fields are those of its result (`flir_iqa.records.QualityRecord`)."""

    frame_id: str
    camera_id: str
    timestamp: str
    raw_image_quality: Share
    smoothed_image_quality: Share
    distortion: str
    distortion_probability: Share
    severity: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenRejection:
    """A frame that is rejected; the fields are those of its record (`flir_iqa.records.RejectedRecord`)."""

    frame_id: str
    camera_id: str | None
    timestamp: str
    reason: RejectReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """What a recording gives.

    Attributes:
        topic: The topic of its frames.
        frames_sha256: Over the frames as they were recorded: place, key, headers and value of each.
        smoothing_window: Frames that a smoothed quality is the mean of.
        model: What scored.
        made_by: The software and its version.
        frames: The scored frames, in their order.
        rejected: The rejected frames, in their order.
    """

    topic: str
    frames_sha256: str
    smoothing_window: Annotated[int, Field(ge=1, le=100_000)]
    model: GoldenModel
    made_by: str
    frames: tuple[GoldenFrame, ...]
    rejected: tuple[GoldenRejection, ...]
