"""A camera as the API tells of it, as far as a table shows it; what an older server does not say is `None`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from flir_iqa.kinds import NONE
from operate.api.errors import ApiError

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
    def read(cls, view: Mapping[str, Any]) -> "CameraRow":
        """Read one element of `GET /v1/cameras`.

        Raises:
            ApiError: It is no camera.
        """
        latest = view.get("latest")
        score: Mapping[str, Any] = latest if isinstance(latest, Mapping) else {}
        condition = view.get("condition")
        told = {
            "id": view.get("id", "?"),
            "state": condition if condition in tuple(_LOST_CONDITIONS) else view.get("state", "?"),
            "quality": score.get("smoothed_image_quality"),
            "distortion": score.get("distortion"),
            **{name: view.get(name) for name in ("wanted", "source", "error", "url", "age_ms", "fps")},
        }
        try:
            return _ROW.validate_python(told)
        except ValidationError as error:
            message = (
                f"expected a camera, got one whose {error.errors()[0]['loc'][0]} is none: is --url a control plane?"
            )
            raise ApiError(message) from error

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


_ROW: Final = TypeAdapter(CameraRow)


def views_of(answer: object) -> list[Mapping[str, Any]]:
    """Check the answer of `GET /v1/cameras`.

    Raises:
        ApiError: It is no list of cameras.
    """
    if not isinstance(answer, list) or not all(isinstance(view, Mapping) for view in answer):
        message = "expected a list of cameras, got something else: is --url a control plane of flir-iqa?"
        raise ApiError(message)
    return answer
