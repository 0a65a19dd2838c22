"""Parity: does the exported graph say what the network says?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import onnx
import onnxruntime
import torch

from flir_iqa.errors import ModelError
from training.distortions.base import Frame
from training.network import Lite
from training.synthetic_scene import draw_scene

TOLERANCE: Final = 1e-3
"""Largest difference of any probability that an export may have."""

_LUMA_WEIGHTS: Final = (0.114, 0.587, 0.299)
_SIZES: Final = ((32, 32), (33, 47), (120, 160), (181, 239), (512, 640))


@dataclass(frozen=True, slots=True)
class Parity:
    """How far the exported graph is from the network.

    Attributes:
        n_frames: Frames compared.
        max_difference: Largest difference of any probability.
        p99_quality_difference: 99th percentile of the differences of quality.
    """

    n_frames: int
    max_difference: float
    p99_quality_difference: float


def check_parity(network: Lite, model: onnx.ModelProto, frames: Sequence[Frame]) -> Parity:
    """Compare the network in torch with the graph in ONNX Runtime.

    Args:
        network: In evaluation mode.
        model: Its export.
        frames: Grey or BGR frames, each compared as it is.

    Raises:
        ModelError: A probability differs by more than `TOLERANCE`, or is no number.
    """
    graph = model.SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    differences = [_difference(network, session, frame) for frame in frames]
    if not max(difference.max() for difference in differences) <= TOLERANCE:
        worst = max(range(len(frames)), key=lambda index: float(differences[index].max()))
        message = (
            f"expected the exported graph within {TOLERANCE} of the network, "
            f"got {differences[worst].max():.2e} for a frame of shape {frames[worst].shape}"
        )
        raise ModelError(message)
    return Parity(
        n_frames=len(frames),
        max_difference=float(max(difference.max() for difference in differences)),
        p99_quality_difference=float(np.percentile([difference[0] for difference in differences], 99)),
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


def _difference(
    network: Lite, session: onnxruntime.InferenceSession, frame: Frame
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Absolute difference of each probability; a value that is no number counts as infinite."""
    planes = np.atleast_3d(frame)
    exported = session.run(["distortion"], {"frame": planes[np.newaxis]})[0][0]
    luma = planes[:, :, 0] if planes.shape[2] == 1 else planes @ np.array(_LUMA_WEIGHTS)
    with torch.inference_mode():
        logits = network(torch.from_numpy(luma.astype(np.float32) / 255)[None, None]).logits
    difference = np.abs(exported - logits.softmax(dim=1)[0].numpy())
    return np.asarray(np.nan_to_num(difference, nan=np.inf), np.float32)
