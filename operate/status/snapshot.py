"""The state of a fleet at one moment, from three questions to its control plane."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from operate.api.camera_row import CameraRow, views_of
from operate.api.client import ControlPlane
from operate.api.errors import ApiError


@dataclass(frozen=True)
class Snapshot:
    """What the control plane said."""

    status: Mapping[str, Any]
    """Answer of GET /status."""
    summary: Mapping[str, Any]
    """Answer of GET /v1/summary."""
    views: list[Mapping[str, Any]]
    """Answer of GET /v1/cameras."""

    @cached_property
    def rows(self) -> list[CameraRow]:
        """The cameras, the greatest trouble first."""
        return sorted(map(CameraRow.read, self.views), key=CameraRow.trouble)

    @property
    def health(self) -> str:
        """`ok`, `degraded` or `failed`, as the control plane judges."""
        return str(self.status.get("health", "?"))

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON, the cameras by trouble."""
        by_id = {str(view.get("id")): view for view in self.views}
        cameras = [by_id[row.id] for row in self.rows if row.id in by_id]
        return {"status": self.status, "summary": self.summary, "cameras": cameras}


def take(plane: ControlPlane) -> Snapshot:
    """Ask a control plane.

    Raises:
        AwayError: It does not answer.
        ApiError: It refuses.
    """
    status, summary = plane.get("/status"), plane.get("/v1/summary")
    if not isinstance(status, Mapping) or not isinstance(summary, Mapping):
        message = "expected the state of a fleet, got something else: is --url a control plane of flir-iqa?"
        raise ApiError(message)
    return Snapshot(status, summary, views_of(plane.get("/v1/cameras")))
