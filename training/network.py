"""The `lite` network: a small CNN that reads a thermal frame at full resolution, names its distortion and grades it."""

from dataclasses import dataclass
from typing import Final, NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.levels import Levels
from training.overview import Overview
from training.pooling import pool_statistics
from training.self_similarity import N_FEATURES, SelfSimilarity

EMBEDDING_SIZE: Final = 128
_LOGIT_SCALE: Final = 12.0  # the embedding has length 1; without a scale the softmax could not become certain
_N_COORDINATES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StageShape:
    """Sizes of one stage of depthwise separable blocks.

    Attributes:
        channels: Channels of each block.
        n_blocks: Number of blocks.
        stride: Of the first block.
        kernel_px: Side of the depthwise filters, odd; wide ones see a ghost beside its original.
        coordinates: Whether the stage is told where in the frame it looks: shading is a matter of place.
    """

    channels: int
    n_blocks: int
    stride: int = 2
    kernel_px: int = 3
    coordinates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteShape:
    """Sizes of a `Lite` network; together with the kinds they say which checkpoint fits.

    Attributes:
        stem_channels: Filters of the first convolution (8 x 8, stride 4; 16 could keep every pixel).
        stages: What follows, each stage from the output of the one before.
        overview_channels: Channels of each depth of the look at the frame as a whole.
        level_channels: Channels of the filters that slide along the histogram.
        hidden: Size of the layer that weighs all of it against each other.
    """

    stem_channels: int = 32
    stages: tuple[StageShape, ...] = (
        StageShape(channels=64, n_blocks=2),
        StageShape(channels=128, n_blocks=2, kernel_px=5),
        StageShape(channels=192, n_blocks=2, kernel_px=5, coordinates=True),
    )
    overview_channels: tuple[int, ...] = (24, 48, 64, 64)
    level_channels: tuple[int, int] = (16, 32)
    hidden: int = 128


class LiteOutput(NamedTuple):
    """What `Lite` says of a batch while it learns.

    Attributes:
        logits: Of each kind, N x kinds.
        severity: 0..1, N: of each kind, weighted by how probable the kind is if the frame is not clean.
        embedding: N x 128, of length 1.
    """

    logits: Tensor
    severity: Tensor
    embedding: Tensor


class LiteAnswer(NamedTuple):
    """What a model file says of a batch.

    Attributes:
        quality: Calibrated probability that the frame is clean, N.
        distortion: Probability of each kind, N x kinds; the first column is `quality`.
        severity: 0..1, N.
        embedding: N x 128, of length 1.
    """

    quality: Tensor
    distortion: Tensor
    severity: Tensor
    embedding: Tensor


class Lite(nn.Module):
    """Strided convolutions at full resolution, statistics pooled at several depths, one softmax over kinds.

    Beside them, three cheap looks at what such filters see badly: the frame as a whole (`Overview`), its likeness to
    itself when shifted (`SelfSimilarity`), and its histogram (`Levels`). Quality comes from the softmax's first column,
    the probability of `none`: a head of its own for clean against distorted drifts. Mean and standard deviation over
    the frame, at each depth, serve frames of any size.

    Args:
        n_kinds: Number of kinds, `none` included and first.
        shape: Sizes of the layers.
    """

    calibration: Tensor

    def __init__(self, n_kinds: int, shape: LiteShape | None = None) -> None:
        super().__init__()
        self.shape = shape or LiteShape()
        stem = self.shape.stem_channels
        self.stem = nn.Sequential(
            nn.Conv2d(1, stem, 8, stride=4, padding=2, bias=False), nn.BatchNorm2d(stem), nn.ReLU()
        )
        widths = (stem, *(stage.channels for stage in self.shape.stages))
        self.stages = nn.ModuleList(
            _stage(n_in, stage) for n_in, stage in zip(widths[:-1], self.shape.stages, strict=True)
        )
        self.overview = Overview(self.shape.overview_channels)
        self.self_similarity = SelfSimilarity()
        self.levels = Levels(self.shape.level_channels)
        n_pooled = 2 * sum(widths)
        n_seen = n_pooled + self.overview.n_features + N_FEATURES + self.levels.n_features
        self.embed = nn.Linear(n_pooled, EMBEDDING_SIZE)
        self.weigh = nn.Sequential(
            nn.BatchNorm1d(n_seen),
            nn.Linear(n_seen, self.shape.hidden),
            nn.ReLU(),
            nn.Linear(self.shape.hidden, EMBEDDING_SIZE, bias=False),
        )
        nn.init.zeros_(cast("nn.Linear", self.weigh[-1]).weight)  # so that a network without it can be grown
        self.classify = nn.Linear(EMBEDDING_SIZE, n_kinds)
        self.grade = nn.Linear(EMBEDDING_SIZE, n_kinds - 1)
        self.register_buffer("calibration", torch.tensor([1.0, 0.0, 0.0]))

    def forward(self, luma: Tensor) -> LiteOutput:
        """Name and grade the distortion of each frame of a batch.

        Args:
            luma: Float, N x 1 x H x W, 0..1, H and W at least 32.
        """
        features = self.stem(luma)
        pooled = [*pool_statistics(features)]
        for stage, shape in zip(self.stages, self.shape.stages, strict=True):
            features = stage(_with_coordinates(features) if shape.coordinates else features)
            pooled.extend(pool_statistics(features))
        statistics = torch.cat(pooled, dim=1)
        halved = F.avg_pool2d(luma.float(), 2)
        looks = (self.overview(halved), self.self_similarity(halved), self.levels(luma))
        seen = torch.cat((statistics, *looks), dim=1)
        embedding = F.normalize(self.embed(statistics) + self.weigh(seen), dim=1)
        logits = self.classify(embedding * _LOGIT_SCALE)
        severity = (self.grade(embedding * _LOGIT_SCALE).sigmoid() * logits[:, 1:].softmax(dim=1)).sum(dim=1)
        return LiteOutput(logits, severity, embedding)

    def assess(self, luma: Tensor) -> LiteAnswer:
        """Give the calibrated answer for each frame of a batch.

        The log odds of `none` saturate where a fault is plain, and the severity does not: together, weighted by
        `calibration` (see `training.calibration`), they give a probability that still falls while a fault grows.

        Args:
            luma: As for `forward`.
        """
        output = self(luma)
        quality = (calibration_terms(output) * self.calibration).sum(dim=1).sigmoid()
        faults = output.logits[:, 1:].softmax(dim=1) * (1 - quality)[:, None]
        return LiteAnswer(quality, torch.cat((quality[:, None], faults), dim=1), output.severity, output.embedding)

    def __call__(self, luma: Tensor) -> LiteOutput:
        """Call `forward`, with its types."""
        return cast("LiteOutput", super().__call__(luma))


def calibration_terms(output: LiteOutput) -> Tensor:
    """Give what the calibrated log odds of `none` are a weighted sum of: raw log odds, severity, 1; N x 3."""
    odds = output.logits[:, 0] - output.logits[:, 1:].logsumexp(dim=1)
    return torch.stack((odds, output.severity, torch.ones_like(odds)), dim=1)


def _stage(n_in: int, shape: StageShape) -> nn.Sequential:
    n_in += _N_COORDINATES if shape.coordinates else 0
    layers = _separable(n_in, shape.channels, shape.kernel_px, shape.stride)
    for _ in range(shape.n_blocks - 1):
        layers += _separable(shape.channels, shape.channels, shape.kernel_px, stride=1)
    return nn.Sequential(*layers)


def _separable(n_in: int, n_out: int, kernel_px: int, stride: int) -> list[nn.Module]:
    return [
        nn.Conv2d(n_in, n_in, kernel_px, stride, padding=kernel_px // 2, groups=n_in, bias=False),
        nn.BatchNorm2d(n_in),
        nn.ReLU(),
        nn.Conv2d(n_in, n_out, 1, bias=False),
        nn.BatchNorm2d(n_out),
        nn.ReLU(),
    ]


def _with_coordinates(features: Tensor) -> Tensor:
    """Append x, y, x squared and y squared, each -1..1 or 0..1 over the frame, whatever its size."""
    ones = torch.ones_like(features[:, :1])
    rows, columns = ones.cumsum(dim=2), ones.cumsum(dim=3)
    y = 2 * rows / (rows[:, :, -1:] + 1) - 1
    x = 2 * columns / (columns[:, :, :, -1:] + 1) - 1
    return torch.cat((features, x, y, x * x, y * y), dim=1)
