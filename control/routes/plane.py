"""How a route gets the control plane that it works on."""

from typing import Annotated

from fastapi import Depends, Request

from control.control_plane import ControlPlane


def get_plane(request: Request) -> ControlPlane:
    """Return the control plane of this application."""
    plane = request.app.state.plane
    assert isinstance(plane, ControlPlane)  # noqa: S101 - create_app put it there
    return plane


Plane = Annotated[ControlPlane, Depends(get_plane)]
