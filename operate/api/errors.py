"""What can go wrong with a control plane that is asked over HTTP."""

from flir_iqa.errors import FlirIqaError


class ApiError(FlirIqaError):
    """The control plane refused a request, or what it said is no answer.

    Attributes:
        status: The HTTP status; None where there was none.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class AwayError(ApiError):
    """Nobody answered; that may pass by waiting."""
