"""Alterations: what FLIQE also could do to frames and clips, but no model here learns as a kind."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from training.distortions.base import Frame, check_frame, check_severity


class Alteration(ABC):
    """A change of one frame, from not at all (severity 0) to as much as it gets (severity 1).

    It keeps what `Distortion` promises, but has a name of its own instead of a kind of the closed list.

    Attributes:
        name: Its name in contact sheets.
    """

    name: ClassVar[str]

    def apply(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        """Give a changed copy of `frame`, of the same shape.

        Args:
            frame: uint8, H x W or H x W x 3; left as it is.
            severity: 0 (an exact copy) to 1.
            rng: Source of what the severity does not set.

        Raises:
            ValueError: `frame` is no such picture, or `severity` is outside 0..1.
        """
        check_frame(frame)
        check_severity(severity, self.name)
        return frame.copy() if severity == 0 else self._alter(frame, severity, rng)

    @abstractmethod
    def _alter(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        """Change a checked frame with a severity above 0; must not write to `frame`."""


class ClipDistortion(ABC):
    """A fault that shows only over time: in a clip, not in any one of its frames.

    Attributes:
        name: Its name in contact sheets.
    """

    name: ClassVar[str]

    def apply(self, frames: Sequence[Frame], severity: float, rng: np.random.Generator) -> list[Frame]:
        """Give a distorted copy of a clip, of the same number of frames and the same shape.

        Args:
            frames: The frames in their order, each uint8, H x W or H x W x 3, all of one shape; left as they are.
            severity: 0 (an exact copy) to 1.
            rng: Source of what the severity does not set.

        Raises:
            ValueError: There is no frame, one is no such picture, the shapes differ, or `severity` is outside 0..1.
        """
        for frame in frames:
            check_frame(frame)
        shapes = sorted({frame.shape for frame in frames})
        if len(shapes) != 1:
            message = f"expected a clip of frames of one shape, got {len(frames)} frames of the shapes {shapes}"
            raise ValueError(message)
        check_severity(severity, self.name)
        return [frame.copy() for frame in frames] if severity == 0 else self._distort(frames, severity, rng)

    @abstractmethod
    def _distort(self, frames: Sequence[Frame], severity: float, rng: np.random.Generator) -> list[Frame]:
        """Distort a checked clip with a severity above 0; must not write to its frames."""
