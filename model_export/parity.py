"""Parity: does the exported graph say what the network says?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from flir_iqa.errors import ModelError
from model_export.reference import Reference
from training.distortions.base import Frame
from training.synthetic_scene import draw_scene

P99_TOLERANCE: Final = 1e-3
"""Largest difference of any output that an export may have on 99 of 100 frames."""

TOLERANCE: Final = 5e-3
"""Largest difference of any output that it may have at all; the sums of float32 run in another order."""

_SIZES: Final = ((32, 32), (33, 47), (120, 160), (181, 239), (512, 640))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parity:
    """How far the exported graph is from the network.

    Attributes:
        against: What the graph was compared with, in words.
        outputs: The outputs compared.
        n_frames: Frames compared.
        n_real_frames: How many of them were given; the others are drawn.
        max_difference: Largest difference of any number of any output.
        p99_quality_difference: 99th percentile of the differences of quality; None where there is none.
    """

    against: str
    outputs: tuple[str, ...]
    n_frames: int
    n_real_frames: int
    max_difference: float
    p99_quality_difference: float | None


def check_parity(reference: Reference, model: onnx.ModelProto, real_frames: Sequence[Frame] = ()) -> Parity:
    """Compare the network in torch with the graph in ONNX Runtime.

    Args:
        reference: The network.
        model: Its export.
        real_frames: Grey or BGR frames, each compared as it is, after the drawn ones.

    Raises:
        ModelError: An output differs by more than the tolerances, or is no number.
    """
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    outputs = tuple(output.name for output in session.get_outputs())
    frames = [*synthetic_frames(), *real_frames]
    differences = np.array([_differences(reference, session, outputs, frame) for frame in frames])
    if not (differences.max() <= TOLERANCE and np.percentile(differences, 99, axis=0).max() <= P99_TOLERANCE):
        worst, output = np.unravel_index(differences.argmax(), differences.shape)
        message = (
            f"expected the exported graph within {P99_TOLERANCE} of the network, got {outputs[output]!r} "
            f"{differences[worst, output]:.2e} from it for a frame of shape {frames[worst].shape}"
        )
        raise ModelError(message)
    quality = outputs.index("quality") if "quality" in outputs else None
    return Parity(
        against=reference.description,
        outputs=outputs,
        n_frames=len(frames),
        n_real_frames=len(real_frames),
        max_difference=float(differences.max()),
        p99_quality_difference=None if quality is None else float(np.percentile(differences[:, quality], 99)),
    )


def synthetic_frames() -> list[Frame]:
    """Give frames of several sizes: black, white, grey, noise in colour and a drawn scene."""
    rng = np.random.default_rng(0)
    frames: list[Frame] = []
    for height, width in _SIZES:
        frames.extend(np.full((height, width), level, np.uint8) for level in (0, 128, 255))
        frames.append(rng.integers(0, 256, (height, width, 3), np.uint8))
        frames.append(draw_scene(height, width, rng))
    return frames


def _differences(
    reference: Reference, session: onnxruntime.InferenceSession, outputs: Sequence[str], frame: Frame
) -> list[float]:
    """Largest absolute difference in each output; a value that is no number counts as infinite."""
    expected = reference.assess(frame)
    found = session.run(list(outputs), {"frame": np.atleast_3d(frame)[np.newaxis]})
    return [_largest(batch[0] - expected[name]) for name, batch in zip(outputs, found, strict=True)]


def _largest(difference: NDArray[np.float32]) -> float:
    return float(np.nan_to_num(np.abs(difference), nan=np.inf).max())
