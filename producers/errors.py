"""Why a camera gives no frames, as far as a machine can tell it apart."""

from flir_iqa.errors import CameraError


class UnauthorisedError(CameraError):
    """The camera refuses the account, or wants one."""


class StalledError(CameraError):
    """The camera is there, and sends nothing that makes a picture."""
