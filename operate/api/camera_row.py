"""A camera as the API tells of it, as far as a table shows it; what an older server does not say is `None`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from flir_iqa.kinds import NONE

STALE_MS: Final = 15_000.0
"""A running camera whose newest score is older is in trouble, whatever the score was."""
_LOST_STATES: Final = frozenset({"waiting", "silent", "failed"})
_LOST_CONDITIONS: Final = frozenset({"stalled", "unauthorised", "unreachable"})
_AT_REST: Final = frozenset({"stopped", "finished", "paused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraRow:
    """One camera."""

    id: str
    wanted: str | None
    source: str | None
    state: str
    error: str | None
    url: str | None
    quality: float | None
    """Smoothed, 0..1."""
    distortion: str | None
    age_ms: float | None
    fps: float | None

    @classmethod
    def read(cls, view: Mapping[str, Any]) -> Self:
        """Read one element of `GET /v1/cameras`."""
        latest = view.get("latest") or {}
        condition = view.get("condition")
        return cls(
            id=str(view.get("id", "?")),
            wanted=view.get("wanted"),
            source=view.get("source"),
            state=str(condition if condition in _LOST_CONDITIONS else view.get("state", "?")),
            error=view.get("error"),
            url=view.get("url"),
            quality=latest.get("smoothed_image_quality"),
            distortion=latest.get("distortion"),
            age_ms=view.get("age_ms"),
            fps=view.get("fps"),
        )

    @property
    def is_lost(self) -> bool:
        """Whether no pictures come, though they should."""
        if self.wanted == "paused" or self.state in _AT_REST:
            return False
        is_stale = self.age_ms is not None and self.age_ms > STALE_MS
        return self.state in _LOST_STATES | _LOST_CONDITIONS or is_stale

    @property
    def is_distorted(self) -> bool:
        """Whether pictures come and are bad."""
        return self.distortion not in (None, NONE) and self.state not in _AT_REST

    def trouble(self) -> tuple[int, float, str]:
        """Return a key that sorts the greatest trouble first."""
        quality = 1.0 if self.quality is None else self.quality
        if self.is_lost:
            return 0, -(self.age_ms or 0.0), self.id
        if self.is_distorted:
            return 1, quality, self.id
        return (3, 0.0, self.id) if self.state in _AT_REST else (2, quality, self.id)
