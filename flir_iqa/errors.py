"""The errors that this project raises on purpose; every one descends from `FlirIqaError`."""

from typing import Literal


class FlirIqaError(Exception):
    """Root of all errors of this project. Its text says what was expected, what came, and what to do."""


class ImageError(FlirIqaError, ValueError):
    """An array is not a picture that can be scored: wrong dtype, shape or size."""


RejectReason = Literal[
    "no_key",
    "bad_camera_id",
    "bad_headers",
    "empty",
    "not_jpeg",
    "corrupt_jpeg",
    "unsupported_jpeg",
    "too_large",
    "too_small",
    "scoring_failed",
]
"""Why a frame could not be scored; a closed list."""


class DecodeError(FlirIqaError, ValueError):
    """Bytes are not a picture that can be scored.

    Attributes:
        reason: For machines; the text is for people.
    """

    def __init__(self, *, reason: RejectReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class ModelError(FlirIqaError):
    """A model file is missing, is not ONNX, or does not keep the model contract."""


class SessionError(FlirIqaError, ValueError):
    """A session of `OnlineFLIQE` does not exist."""


class RecordError(FlirIqaError, ValueError):
    """A message on a topic is not the record that it should be."""


class SettingsError(FlirIqaError, ValueError):
    """A setting has a value that cannot be used. The text names the setting, the value and where it came from."""


class SecretError(SettingsError):
    """A reference to a secret (`file:...`, `env:...`) leads nowhere. Never holds the secret."""


class BrokerError(FlirIqaError):
    """Kafka cannot be reached or refuses us. The text holds the client library's own reason."""


class TopicError(FlirIqaError):
    """A topic is missing, or differs from what the settings ask for. The text holds the exact remedy."""


class CameraError(FlirIqaError):
    """A camera cannot be opened or stopped delivering. The text never holds credentials."""
