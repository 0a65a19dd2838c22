"""Frames to train and evaluate on: folders of pictures, read strictly, neighbours kept in one split."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from flir_iqa.decoding import decode_frame
from flir_iqa.errors import DecodeError, ImageError
from flir_iqa.images import check_image
from training.distortions.base import Frame
from training.errors import DatasetError

_JPEG_SUFFIXES: Final = frozenset({".jpg", ".jpeg"})
_OTHER_SUFFIXES: Final = frozenset({".png", ".tif", ".tiff", ".bmp"})


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A picture that could not be read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class FrameSet:
    """The frames of one camera or one recording.

    Attributes:
        name: Name of the folder.
        paths: Where each frame came from.
        frames: The frames, uint8, grey or BGR as the file holds them.
        skipped: Files that could not be read.
    """

    name: str
    paths: tuple[Path, ...]
    frames: tuple[Frame, ...]
    skipped: tuple[SkippedFile, ...] = ()

    def in_grey(self) -> "FrameSet":
        """Give the same set with every frame as H x W luma."""
        return FrameSet(self.name, self.paths, tuple(to_grey(frame) for frame in self.frames), self.skipped)


def load_frame_set(folder: Path) -> FrameSet:
    """Read all pictures of a folder, in the order of their names; subfolders and other files are passed over.

    A damaged picture is left out and named in `skipped`.

    Raises:
        DatasetError: There is no such folder, or no readable picture in it.
    """
    paths: list[Path] = []
    frames: list[Frame] = []
    skipped: list[SkippedFile] = []
    for path in list_pictures(folder):
        try:
            frames.append(read_frame(path))
            paths.append(path)
        except DatasetError as error:
            skipped.append(SkippedFile(path, str(error)))
    if not frames:
        message = f"expected pictures (JPEG, PNG, TIFF, BMP) in {str(folder)!r}, found none that can be read"
        raise DatasetError(message + "".join(f"; {each.reason}" for each in skipped[:3]))
    return FrameSet(folder.resolve().name, tuple(paths), tuple(frames), tuple(skipped))


def list_pictures(folder: Path) -> list[Path]:
    """List the pictures that lie in a folder, by name.

    Raises:
        DatasetError: There is no such folder.
    """
    if not folder.is_dir():
        message = f"expected a folder of pictures, got {str(folder)!r}, which is none"
        raise DatasetError(message)
    suffixes = _JPEG_SUFFIXES | _OTHER_SUFFIXES
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes)


def read_frame(path: Path) -> Frame:
    """Read one picture as uint8, grey or BGR.

    Raises:
        DatasetError: The file is damaged, has 16 bits, or is too small or too large to be scored.
    """
    try:
        data = path.read_bytes()
        if path.suffix.lower() in _JPEG_SUFFIXES:
            return decode_frame(data)
        return check_image(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED))
    except (OSError, cv2.error, DecodeError, ImageError) as error:
        message = f"cannot read {str(path)!r}: {error}"
        raise DatasetError(message) from error


def to_grey(frame: Frame) -> Frame:
    """Give the luma of a frame, H x W."""
    return frame if frame.ndim == 2 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)


def to_colour(frame: Frame) -> Frame:
    """Give a frame as BGR, H x W x 3."""
    return frame if frame.ndim == 3 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR), np.uint8)


def split_by_group(
    paths: Sequence[Path], group_of: Callable[[Path], str], held_out_share: float, seed: int
) -> tuple[list[Path], list[Path]]:
    """Split so that no group (flight, building, sequence) stands on both sides: neighbours look alike.

    Args:
        paths: All files.
        group_of: Names the group of a file.
        held_out_share: Share of the files to hold out, between 0 and 1; reached to within one group.
        seed: Chooses the groups.

    Returns:
        The files to keep and the files held out, each in the given order.

    Raises:
        DatasetError: The share is out of range, or there are fewer than two groups.
    """
    groups = sorted({group_of(path) for path in paths})
    if not 0 < held_out_share < 1 or len(groups) < 2:
        message = f"expected a share in 0..1 and at least two groups, got {held_out_share!r} and {groups}"
        raise DatasetError(message)
    held_out: set[str] = set()
    n_held_out = 0
    for index in np.random.default_rng(seed).permutation(len(groups))[:-1]:
        if n_held_out >= held_out_share * len(paths):
            break
        held_out.add(groups[index])
        n_held_out += sum(group_of(path) == groups[index] for path in paths)
    kept = [path for path in paths if group_of(path) not in held_out]
    return kept, [path for path in paths if group_of(path) in held_out]
