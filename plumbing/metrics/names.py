"""Keeps the number of cameras that metrics tell apart within bounds: anybody may put any key on the frame topic."""

from typing import Final

OTHER: Final = "other"
MOST_CAMERAS: Final = 1000
"""How many cameras a process tells apart; all later ones are one, called `other`."""


class CameraNames:
    """Gives each camera the name that it has in metrics. Not for use from several threads.

    Args:
        most: How many cameras are told apart.
    """

    def __init__(self, most: int = MOST_CAMERAS) -> None:
        self._most = most
        self._known: set[str] = set()

    def name_of(self, camera_id: str | None) -> str:
        """Return the camera's own id, or `other` where there are too many, or where it has none."""
        if camera_id is None:
            return OTHER
        if camera_id not in self._known:
            if len(self._known) >= self._most:
                return OTHER
            self._known.add(camera_id)
        return camera_id
