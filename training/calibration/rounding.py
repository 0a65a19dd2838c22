"""Weights rounded to half precision, so that a file can hold them in half the space and lose nothing."""

from copy import deepcopy
from pathlib import Path
from typing import Final

import torch

from training.errors import CheckpointError
from training.network import Lite

_KEPT: Final = ("calibration", "num_batches_tracked")
"""Ends of the names of what stays: three numbers that are worth their digits, and counters."""


def round_to_half(network: Lite, path: Path) -> Lite:
    """Give a copy whose weights and BatchNorm statistics are float32 numbers that float16 holds exactly.

    Args:
        network: Left as it is.
        path: Where it came from, for the error.

    Raises:
        CheckpointError: A weight is not finite or too large for half precision (above 65504).
    """
    rounded = deepcopy(network)
    with torch.no_grad():
        for name, tensor in rounded.state_dict().items():
            if name.endswith(_KEPT):
                continue
            tensor.copy_(tensor.half().float())  # state_dict gives the network's own tensors
            if not tensor.isfinite().all():
                message = (
                    f"expected finite weights up to 65504 (half precision's largest) in {str(path)!r}, "
                    f"got others in {name!r}"
                )
                raise CheckpointError(message)
    return rounded
