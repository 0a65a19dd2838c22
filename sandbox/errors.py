"""The error of this room."""

from flir_iqa.errors import FlirIqaError


class SandboxError(FlirIqaError):
    """A part of the sandbox cannot be fetched, made or started. The text holds the reason and the remedy."""
