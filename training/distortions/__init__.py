"""Distortions of frames, one file a family, with a severity from 0 to 1, repeatable by their generator."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flir_iqa.kinds import NONE
from training.distortions.aliasing import Aliasing
from training.distortions.banding import Banding
from training.distortions.base import Distortion, Frame
from training.distortions.blackout import Blackout
from training.distortions.blur import LensBlur, MotionBlur
from training.distortions.compression import Compression
from training.distortions.dead_pixels import DeadPixels
from training.distortions.exposure import Overexposure, Underexposure
from training.distortions.fixed_pattern import FixedPatternNoise
from training.distortions.fog import FoggedLens
from training.distortions.ghosting import Ghosting
from training.distortions.interlacing import InterlaceCombing
from training.distortions.line_noise import LineNoise
from training.distortions.noise import GaussianNoise
from training.distortions.obstruction import Obstruction
from training.distortions.packet_loss import PacketLoss
from training.distortions.shading import Shading

__all__ = ["DISTORTIONS", "TRAINED_KINDS", "Distortion", "Frame"]

_ALL: Final[tuple[Distortion, ...]] = (
    LensBlur(),
    MotionBlur(),
    GaussianNoise(),
    Overexposure(),
    Underexposure(),
    Compression(),
    Ghosting(),
    Aliasing(),
    FixedPatternNoise(),
    DeadPixels(),
    LineNoise(),
    InterlaceCombing(),
    PacketLoss(),
    FoggedLens(),
    Shading(),
    Obstruction(),
    Blackout(),
    Banding(),
)

DISTORTIONS: Final[Mapping[str, Distortion]] = MappingProxyType({each.kind: each for each in _ALL})
"""Every distortion that the lite model learns, by its kind."""

TRAINED_KINDS: Final = (NONE, *DISTORTIONS)
"""The kinds that the lite model knows, in the order of its outputs."""
