"""What goes wrong with recordings."""

from flir_iqa.errors import FlirIqaError


class RecordingError(FlirIqaError):
    """A recording cannot be read or written; one line says which file, where, and what to do."""


class DamageError(FlirIqaError):
    """A part of a file is not what the format says; who knows the file's name and the place raises it again."""


class NoRecordingError(DamageError):
    """A file is no MCAP file at all: there is nothing to get out of it."""
