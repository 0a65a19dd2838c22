"""Who may do what: three roles, and the least one that each request asks for."""

import re
from enum import IntEnum
from typing import Final, Self

from flir_iqa.errors import SettingsError


class Role(IntEnum):
    """A role may do all that the ones below it may."""

    VIEWER = 1
    """Sees states, scores and pictures; never where a camera is."""
    OPERATOR = 2
    """Starts, stops, pauses and restarts what is described."""
    ADMIN = 3
    """Describes: makes, changes, tries and removes cameras, and with that has the server open addresses."""

    @classmethod
    def of(cls, name: str) -> Self:
        """Find a role by its name.

        Raises:
            SettingsError: There is no such role.
        """
        for role in cls:
            if role.label == name:
                return role
        message = f"expected a role of {', '.join(role.label for role in cls)}, got {name[:40]!r}"
        raise SettingsError(message)

    @property
    def label(self) -> str:
        """The role's name as people write it."""
        return self.name.lower()


_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OPERATING: Final = re.compile(r"/start|/stop|/v1/cameras/restart|/v1/cameras/[^/]+/(?:pause|resume|restart)")
"""What an operator posts. `/start` with an address describes a camera: its route asks for an admin."""


def needed_role(method: str, path: str) -> Role:
    """Return the least role for a request; what nobody thought of is for admins."""
    if method in _READING:
        return Role.VIEWER
    return Role.OPERATOR if method == "POST" and _OPERATING.fullmatch(path) else Role.ADMIN
