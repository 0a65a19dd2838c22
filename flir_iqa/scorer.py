"""Scores frames with a model file."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flir_iqa.assessment import Assessment
from flir_iqa.cpu import available_threads
from flir_iqa.errors import ModelError
from flir_iqa.images import check_image
from flir_iqa.model_file import SHIPPED_MODEL, open_model

_OUTPUTS: Final = ["quality", "distortion", "embedding"]


class Scorer:
    """One model, loaded once and shared by all cameras; it may be called from several threads.

    Args:
        model_path: An ONNX file that keeps the model contract; the shipped model by default.
        threads: How many threads one frame may use, from 1; by default as many CPUs as this process is allowed.

    Raises:
        ModelError: The file cannot be used.
    """

    def __init__(self, model_path: Path | None = None, threads: int | None = None) -> None:
        if threads is not None and threads < 1:
            message = f"expected at least 1 thread, got {threads!r}"
            raise ValueError(message)
        self._session, self.model = open_model(model_path or SHIPPED_MODEL, threads or available_threads())
        self._outputs = [*_OUTPUTS, "severity"] if self.model.has_severity else _OUTPUTS

    def assess(self, image: NDArray[np.uint8]) -> Assessment:
        """Assess one frame.

        Args:
            image: uint8, H x W or H x W x 1 (grey) or H x W x 3 (BGR), each side at least 32.

        Raises:
            ImageError: It is no such picture.
            ModelError: The model gave no number.
        """
        picture = check_image(image)
        frame = picture[np.newaxis, :, :, np.newaxis] if picture.ndim == 2 else picture[np.newaxis]
        outputs = self._session.run(self._outputs, {"frame": np.ascontiguousarray(frame)})
        quality, probabilities, embedding = (output[0] for output in outputs[:3])
        if not (np.isfinite(quality) and np.isfinite(probabilities).all()):
            message = (
                f"the model {self.model.label!r} gave quality {quality!r} and probabilities {probabilities.tolist()!r}"
            )
            raise ModelError(message)
        return Assessment(
            quality=_unit(quality),
            probabilities=dict(zip(self.model.kinds, map(_unit, probabilities), strict=True)),
            severity=_unit(outputs[3][0]) if self.model.has_severity else None,
            embedding=embedding,
        )


def _unit(value: np.float32) -> float:
    """Cut off what float32 rounding puts above 1 or below 0."""
    return min(1.0, max(0.0, float(value)))
