"""flir-iqa: scores thermal frames from 0 (useless) to 1 (clean), and names what is wrong.

from flir_iqa import FLIQE

quality = FLIQE().estimate_image_quality(image)
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

from flir_iqa.errors import DecodeError, FlirIqaError, ImageError, ModelError, SessionError
from flir_iqa.version import __version__

if TYPE_CHECKING:
    from flir_iqa.assessment import Assessment as Assessment
    from flir_iqa.fliqe import FLIQE as FLIQE
    from flir_iqa.fliqe import OnlineFLIQE as OnlineFLIQE
    from flir_iqa.scorer import Scorer as Scorer

# Imported at first use: processes that only read records shall not pay for ONNX Runtime and OpenCV.
_HOMES: Final = {
    "FLIQE": "flir_iqa.fliqe",
    "OnlineFLIQE": "flir_iqa.fliqe",
    "Assessment": "flir_iqa.assessment",
    "Scorer": "flir_iqa.scorer",
}

__all__ = [
    "FLIQE",
    "Assessment",
    "DecodeError",
    "FlirIqaError",
    "ImageError",
    "ModelError",
    "OnlineFLIQE",
    "Scorer",
    "SessionError",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
