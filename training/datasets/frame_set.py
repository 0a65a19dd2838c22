"""The frames of one camera or one recording."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from training.datasets.encoded import EncodedFrames
from training.distortions.base import Frame

DECODED_MAX_BYTES: Final = 512 * 2**20
"""Largest set that is kept decoded; decoding a JPEG of 640 x 512 takes as long as making a sample of it."""


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A picture that could not be read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class FrameSet:
    """The frames of one camera or one recording.

    Attributes:
        name: Name of the folder, the list or the video.
        paths: Where each frame came from; a frame of a video has the path of the video and its number in it.
        frames: The frames, uint8, grey or BGR as the file holds them. They may be decoded anew at each access.
        skipped: Files that could not be read.
    """

    name: str
    paths: tuple[Path, ...]
    frames: Sequence[Frame]
    skipped: tuple[SkippedFile, ...] = ()

    def in_grey(self) -> "FrameSet":
        """Give the same set with every frame as H x W luma, decoded where all of it fits into 512 MiB."""
        frames = self.frames
        if isinstance(frames, EncodedFrames) and frames.n_pixels > DECODED_MAX_BYTES:
            return FrameSet(self.name, self.paths, frames.converted(to_grey), self.skipped)
        return FrameSet(self.name, self.paths, tuple(to_grey(frame) for frame in frames), self.skipped)


def to_grey(frame: Frame) -> Frame:
    """Give the luma of a frame, H x W."""
    return frame if frame.ndim == 2 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)


def to_colour(frame: Frame) -> Frame:
    """Give a frame as BGR, H x W x 3."""
    return frame if frame.ndim == 3 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR), np.uint8)
