"""Stands for a camera that cannot be used as it is described, so that it says why and holds up no other."""

from typing import Final, Literal, NoReturn

from flir_iqa.errors import CameraError
from producers.sources.pulse import Pulse


class RefusedSource:
    """Never opens.

    Args:
        reason: What is wrong with the description; credentials masked.
    """

    live: Final = True
    fps: Final[float | Literal["all"]] = "all"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        """What is wrong."""

    def open(self, stopped: Pulse) -> NoReturn:
        """Refuse.

        Raises:
            CameraError: Always.
        """
        raise CameraError(self.reason)
