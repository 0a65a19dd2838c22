"""The error of this room."""

from flir_iqa.errors import FlirIqaError


class ChaosError(FlirIqaError):
    """A scenario cannot be played to its end. The text says what was waited for and what came instead."""
