"""Statistics over a frame: they serve frames of any size."""

from typing import Final

from torch import Tensor

_STD_FLOOR: Final = 1e-4  # variance below which the gradient of the standard deviation would explode


def pool_statistics(features: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation over the frame, N x C each, in float32.

    Args:
        features: N x C x H x W.
    """
    features = features.float()
    mean = features.mean((2, 3))
    variance = (features * features).mean((2, 3)) - mean * mean
    return mean, (variance.clamp_min(0) + _STD_FLOOR).sqrt()
