"""A set of frames while it is being read."""

from pathlib import Path

from training.datasets.encoded import EncodedFrames
from training.datasets.frame_set import FrameSet, SkippedFile
from training.distortions.base import Frame


class Gathering:
    """Takes in pictures one by one, and the files that cannot be read; gives the set of them."""

    def __init__(self) -> None:
        self._paths: list[Path] = []
        self._pictures: list[bytes] = []
        self._n_pixels = 0
        self.skipped: list[SkippedFile] = []

    def __len__(self) -> int:
        return len(self._pictures)

    def add(self, path: Path, data: bytes, frame: Frame) -> None:
        """Take in a picture: where it comes from, its encoded bytes, and what they decode to."""
        self._paths.append(path)
        self._pictures.append(data)
        self._n_pixels += frame.shape[0] * frame.shape[1]

    def skip(self, path: Path, reason: str) -> None:
        """Name a file that cannot be read."""
        self.skipped.append(SkippedFile(path, reason))

    def to_set(self, name: str) -> FrameSet:
        """Give what was taken in so far."""
        frames = EncodedFrames(self._pictures, self._n_pixels)
        return FrameSet(name, tuple(self._paths), frames, tuple(self.skipped))
