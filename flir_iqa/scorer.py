"""Scores frames with a model file."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from flir_iqa.assessment import Assessment
from flir_iqa.cpu import available_threads
from flir_iqa.errors import ModelError
from flir_iqa.images import check_image
from flir_iqa.model_file import SHIPPED_MODEL, open_model

_OUTPUTS: Final = ("quality", "distortion", "embedding")


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
        self._outputs = [*_OUTPUTS, "severity"] if self.model.has_severity else list(_OUTPUTS)
        self._run_options = onnxruntime.RunOptions()
        # Gives back what a large frame needed: 165 MB resident after 20 sizes and one of 16 Mpx, without it 806 MB.
        self._run_options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

    def assess(self, image: NDArray[Any]) -> Assessment:
        """Assess one frame.

        Args:
            image: uint8, H x W or H x W x 1 (grey) or H x W x 3 (BGR), each side at least 32.

        Raises:
            ImageError: It is no such picture.
            ModelError: The model gave no number.
        """
        picture = check_image(image)
        frame = picture[np.newaxis, :, :, np.newaxis] if picture.ndim == 2 else picture[np.newaxis]
        outputs = self._session.run(self._outputs, {"frame": np.ascontiguousarray(frame)}, self._run_options)
        if not all(np.isfinite(output).all() for output in outputs):
            raise ModelError(self._not_a_number(dict(zip(self._outputs, outputs, strict=True))))
        quality, probabilities, embedding = (output[0] for output in outputs[:3])
        return Assessment(
            quality=_unit(quality),
            probabilities=dict(zip(self.model.kinds, map(_unit, probabilities.tolist()), strict=True)),
            severity=_unit(outputs[3][0]) if self.model.has_severity else None,
            embedding=embedding,
        )

    def _not_a_number(self, outputs: dict[str, NDArray[np.float32]]) -> str:
        broken = [name for name, output in outputs.items() if not np.isfinite(output).all()]
        return (
            f"expected finite numbers of the model {self.model.label!r}, got others in {', '.join(broken)}: "
            f"quality {outputs['quality'].tolist()!r}; the file is damaged or was exported wrongly, export it again"
        )


def _unit(value: float) -> float:
    """Cut off what float32 rounding puts above 1 or below 0."""
    return min(1.0, max(0.0, float(value)))
