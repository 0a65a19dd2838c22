"""Where a frame stands in a video: all pictures of a video have one size, those of a camera need not."""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from recording.media.score_strip import LEAST_WIDTH_PX, STRIP_PX

_LARGEST_SIDE_PX: Final = 4096
"""What players still decode."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """The size of a video's picture.

    Attributes:
        width: In pixels, even.
        height: In pixels, even, without the strip of scores.
        n_strip: Height of the strip of scores; 0 without one.
    """

    width: int
    height: int
    n_strip: int

    @classmethod
    def for_frame(cls, height: int, width: int, *, with_scores: bool) -> Self:
        """Fit a video to its first frame: a small one is enlarged by a whole factor, so that scores can be read."""
        scale = 1.0
        if with_scores and width < LEAST_WIDTH_PX:
            scale = -(-LEAST_WIDTH_PX // width)
        if max(height, width) * scale > _LARGEST_SIDE_PX:
            scale = _LARGEST_SIDE_PX / max(height, width)
        wide = max(_even(width * scale), LEAST_WIDTH_PX if with_scores else 2)
        return cls(wide, _even(height * scale), STRIP_PX if with_scores else 0)

    def place(self, frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a frame of any size as the video's picture, in the middle, black where it does not reach.

        Args:
            frame: uint8, H x W grey or H x W x 3 BGR.

        Returns:
            uint8, `height` x `width` x 3.
        """
        colour = frame if frame.ndim == 3 else cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR)
        scale = min(self.width / frame.shape[1], self.height / frame.shape[0])
        wide, high = round(frame.shape[1] * scale), round(frame.shape[0] * scale)
        if abs(scale - 1) * max(frame.shape[:2]) >= 2:  # two pixels less are the way to an even size
            method = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
            colour = cv2.resize(colour, (max(1, wide), max(1, high)), interpolation=method)
        picture = np.zeros((self.height, self.width, 3), np.uint8)
        high, wide = min(self.height, colour.shape[0]), min(self.width, colour.shape[1])
        top, left = (self.height - high) // 2, (self.width - wide) // 2
        picture[top : top + high, left : left + wide] = colour[:high, :wide]
        return picture


def _even(size: float) -> int:
    """H.264 with 4:2:0 needs even sides; one pixel more is black."""
    return (round(size) + 1) // 2 * 2
