"""What can be done to frames and clips beside the kinds that a model learns."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from training.distortions.alteration import Alteration, ClipDistortion
from training.distortions.colour import ColorDistortion
from training.distortions.cropping import Crop
from training.distortions.display import OnScreenDisplay
from training.distortions.flicker import Flicker
from training.distortions.freeze import FrameFreeze
from training.distortions.glare import Glare

ALTERATIONS: Final[Mapping[str, Alteration]] = MappingProxyType(
    {each.name: each for each in (Glare(), ColorDistortion(), Crop(), OnScreenDisplay())}
)
"""Changes of single frames, by name; the last is no fault at all."""

CLIP_DISTORTIONS: Final[Mapping[str, ClipDistortion]] = MappingProxyType(
    {each.name: each for each in (Flicker(), FrameFreeze())}
)
"""Faults that show only over time, by name."""
