"""Errors of the doctor itself."""

from flir_iqa.errors import FlirIqaError


class NotCheckedError(FlirIqaError):
    """A check cannot be made because something that it needs is not well, which another line says."""
