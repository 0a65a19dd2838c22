"""A calibration in a file (JSON), as `flir-iqa folds` writes it and `flir-iqa calibrate --weights` takes it."""

import json
from pathlib import Path
from typing import Final

from training.calibration.fit import CalibrationWeights
from training.calibration.summary import Calibration
from training.errors import DatasetError

_LARGEST_WEIGHT: Final = 1e6


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Write the file that `flir-iqa calibrate --weights` takes."""
    path.write_text(json.dumps(calibration.as_document(), indent=2) + "\n")


def read_weights(path: Path) -> CalibrationWeights:
    """Read the weights of such a file.

    Raises:
        DatasetError: There is no such file, or it holds no usable weights.
    """
    expected = '{"weights": [above 0, 0 or below, any]}, as `flir-iqa folds` writes it (calibration.json)'
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        message = f"cannot read {str(path)!r}: {error}; expected {expected}"
        raise DatasetError(message) from error
    weights = document.get("weights") if isinstance(document, dict) else None
    if not isinstance(weights, list) or len(weights) != 3 or not all(_is_usable(each) for each in weights):
        message = f"expected {expected} in {str(path)!r}, got {str(weights)[:80]!r} as weights"
        raise DatasetError(message)
    odds, severity, constant = map(float, weights)
    if odds <= 0 or severity > 0:
        message = f"expected {expected} in {str(path)!r}, got {weights!r}: quality would rise with a fault"
        raise DatasetError(message)
    return CalibrationWeights(odds, severity, constant)


def _is_usable(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST_WEIGHT
