"""A clean frame of a set, from which a protocol makes its trials."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from training.datasets import FrameSet, to_colour, to_grey
from training.distortions.base import Frame
from training.evaluation.trial import Trial
from training.visibility import is_visible


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """One clean frame.

    Attributes:
        camera: Name of the data set.
        name: File name of the frame, unique in the set.
        index: Its place in the set.
        frame: uint8, H x W or H x W x 3 (BGR).
    """

    camera: str
    name: str
    index: int
    frame: Frame

    def in_colour(self) -> "Source":
        """Give the same frame as BGR."""
        return self.showing(to_colour(self.frame))

    def showing(self, frame: Frame) -> "Source":
        """Give the same source with another rendering of its frame."""
        return replace(self, frame=frame)

    def generator(self, seed: int, what: str) -> np.random.Generator:
        """Give the generator of this frame for one purpose; what else is drawn leaves it as it is."""
        return np.random.default_rng([seed, self.index, zlib.crc32(what.encode())])

    def clean(self, protocol: str) -> Trial:
        """Give the trial of the frame as it is."""
        return Trial(camera=self.camera, frame=self.name, protocol=protocol, picture=self.frame)

    def distorted(self, protocol: str, kind: str, severity: float | None, picture: Frame) -> Trial:
        """Give the trial of a distorted copy of the frame."""
        return Trial(
            camera=self.camera,
            frame=self.name,
            protocol=protocol,
            picture=picture,
            kind=kind,
            severity=severity,
            visible=is_visible(kind, to_grey(self.frame), to_grey(picture)),
        )


def sources_of(frames: FrameSet) -> Iterator[Source]:
    """Give the frames of a set one by one; where two files have the same name, all are named by their paths."""
    names = [path.name for path in frames.paths]
    if len(set(names)) < len(names):
        names = [str(path) for path in frames.paths]
    if len(set(names)) < len(names):
        names = [f"{name} ({index})" for index, name in enumerate(names)]
    for index, (name, frame) in enumerate(zip(names, frames.frames, strict=True)):
        yield Source(camera=frames.name, name=name, index=index, frame=frame)
