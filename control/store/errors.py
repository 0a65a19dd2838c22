"""The errors of the store."""

from control.errors import ControlError


class StoreError(ControlError):
    """The store cannot be opened, read or written. The text says what to do."""


class StoreFullError(StoreError):
    """The disk is full; what was kept before is still there."""
