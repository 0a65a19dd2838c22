"""How a route gets the control plane that it works on."""

from typing import Annotated

from fastapi import Depends, Request

from control.control_plane import ControlPlane
from control.roles import Role


def get_plane(request: Request) -> ControlPlane:
    """Return the control plane of this application."""
    plane = request.app.state.plane
    assert isinstance(plane, ControlPlane)  # noqa: S101 - create_app put it there
    return plane


def get_role(request: Request) -> Role:
    """Return whose request it is; `control.access` has found out."""
    role = getattr(request.state, "role", Role.VIEWER)
    assert isinstance(role, Role)  # noqa: S101 - nobody else sets it
    return role


Who = Annotated[Role, Depends(get_role)]
Plane = Annotated[ControlPlane, Depends(get_plane)]
