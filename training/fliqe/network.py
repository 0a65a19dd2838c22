"""The ancestor's network: a frozen ResNet-50, a projection to 128 numbers, and a binary head.

The names of the layers are those of the ancestor's released checkpoints, so their keys fit as they are.
"""

from itertools import pairwise
from typing import Final, NamedTuple, cast

import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models import resnet50

SIDE_PX: Final = 224
"""Side of the square to which every frame is resized."""

FEATURES: Final = 2048
"""Numbers that the ResNet-50 gives for a frame."""

_PROJECTION_WIDTHS: Final = (FEATURES, 1024, 512, 256, 128)
_HEAD_WIDTHS: Final = (128, 128, 64)


class FliqeAnswer(NamedTuple):
    """What `Fliqe` says of a batch: `quality` (N, 0..1), `distortion` (N x 1) and `embedding` (N x 128, length 1)."""

    quality: Tensor
    distortion: Tensor
    embedding: Tensor


class IqaEncoder(nn.Module):
    """ResNet-50 without its last layer, and the projection head: what the ancestor releases as its encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = resnet50(weights=None)
        self.encoder.fc = nn.Identity()
        self.projection_head = _projection_head()

    def forward(self, pictures: Tensor) -> Tensor:
        """Give the embeddings of a batch, N x 128, each of length 1.

        Args:
            pictures: Float, N x 3 x 224 x 224, RGB, 0..1.
        """
        return self.project(self.encoder(pictures))

    def project(self, features: Tensor) -> Tensor:
        """Give the embeddings, N x 128, of features that the ResNet-50 gave, N x 2048."""
        return F.normalize(self.projection_head(features), dim=1)

    def __call__(self, pictures: Tensor) -> Tensor:
        """Call `forward`, with its types."""
        return cast("Tensor", super().__call__(pictures))


class Fliqe(nn.Module):
    """The encoder with the binary head that tells distorted from clean."""

    def __init__(self) -> None:
        super().__init__()
        self.iqa_encoder = IqaEncoder()
        self.classifier = _head()

    def forward(self, pictures: Tensor) -> FliqeAnswer:
        """Assess a batch.

        Args:
            pictures: Float, N x 3 x 224 x 224, RGB, 0..1.
        """
        embedding = self.iqa_encoder(pictures)
        logit = self.classifier(embedding)
        return FliqeAnswer((-logit).sigmoid()[:, 0], logit.sigmoid(), embedding)

    def __call__(self, pictures: Tensor) -> FliqeAnswer:
        """Call `forward`, with its types."""
        return cast("FliqeAnswer", super().__call__(pictures))


def _projection_head() -> nn.Sequential:
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(_PROJECTION_WIDTHS[:-1]):
        layers += [nn.Linear(n_in, n_out), nn.BatchNorm1d(n_out), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(*_PROJECTION_WIDTHS[-2:]))


def _head() -> nn.Sequential:
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(_HEAD_WIDTHS):
        layers += [nn.Linear(n_in, n_out), nn.ReLU(), nn.BatchNorm1d(n_out)]
    return nn.Sequential(*layers, nn.Linear(_HEAD_WIDTHS[-1], 1))
