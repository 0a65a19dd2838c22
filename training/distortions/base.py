"""What every distortion promises, and the two conversions that they share."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

Frame = npt.NDArray[np.uint8]
"""A picture: uint8, H x W (grey) or H x W x 3 (BGR)."""


class Distortion(ABC):
    """One way in which a frame gets worse, from not at all (severity 0) to as bad as it gets (severity 1).

    The severity sets what the eye sees first (blur width, noise level); what is left open (direction, shift,
    level) is drawn from the generator, so the same generator state gives the same frame.

    Attributes:
        kind: Its name in results, one of `flir_iqa.kinds.KINDS`.
        visible_from: Least severity that training shows as this kind; below it people differ.
    """

    kind: ClassVar[str]
    visible_from: ClassVar[float]

    def apply(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        """Give a distorted copy of `frame`, of the same shape.

        Args:
            frame: uint8, H x W or H x W x 3; left as it is.
            severity: 0 (an exact copy) to 1.
            rng: Source of what the severity does not set.

        Raises:
            ValueError: `frame` is no such picture, or `severity` is outside 0..1.
        """
        check_frame(frame)
        check_severity(severity, self.kind)
        return frame.copy() if severity == 0 else self._distort(frame, severity, rng)

    @abstractmethod
    def _distort(self, frame: Frame, severity: float, rng: np.random.Generator) -> Frame:
        """Distort a checked frame with a severity above 0; must not write to `frame`."""


def check_frame(frame: Frame) -> None:
    """Refuse what is no grey or BGR picture.

    Raises:
        ValueError: The array is not uint8, H x W or H x W x 3.
    """
    grey = frame.ndim == 2
    colour = frame.ndim == 3 and frame.shape[2] == 3
    if frame.dtype != np.uint8 or not (grey or colour) or frame.size == 0:
        message = f"expected a frame of uint8, H x W or H x W x 3, got {frame.dtype} of shape {frame.shape}"
        raise ValueError(message)


def check_severity(severity: float, name: str) -> None:
    """Refuse a severity that is none.

    Raises:
        ValueError: It is outside 0..1; `name` says of what.
    """
    if not 0 <= severity <= 1:
        message = f"expected a severity of 0 to 1 for {name}, got {severity!r}"
        raise ValueError(message)


def to_frame(values: npt.NDArray[Any]) -> Frame:
    """Round to the nearest grey level; what lies outside 0..255 saturates."""
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def per_pixel(plane: npt.NDArray[np.float32], frame: Frame) -> npt.NDArray[np.float32]:
    """Shape an H x W plane so that it acts alike on all channels of `frame`: a thermal sensor has one."""
    return plane if frame.ndim == 2 else plane[:, :, np.newaxis]
