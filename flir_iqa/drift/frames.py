"""The frames that two models are compared on: pictures and videos under folders, each folder a camera."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flir_iqa.scoring_cli.inputs import InputFrame, InputProblem, Sampling, find_files, printable, read_file


@dataclass(frozen=True, slots=True)
class CameraFile:
    """A picture or a video, and the camera that it is of."""

    camera: str
    path: Path


def find_camera_files(folders: Sequence[Path]) -> list[CameraFile | InputProblem]:
    """Find the pictures and videos under folders; a folder that holds some of its own is a camera.

    Args:
        folders: Folders, searched with all below them, or single files.
    """
    found: list[CameraFile | InputProblem] = []
    for folder in folders:
        for file in find_files([folder]):
            found.append(file if isinstance(file, InputProblem) else CameraFile(_camera_of(file, folder), file))
    return found


def read_frames(file: CameraFile, sampling: Sampling) -> Iterator[InputFrame | InputProblem]:
    """Yield the frames of one file; a problem ends it."""
    return read_file(file.path, sampling)


def _camera_of(file: Path, folder: Path) -> str:
    """Name a camera by its folder, and by the way down to it from the folder that was given."""
    if file == folder:
        return printable(Path(file.resolve().parent.name))
    return printable(Path(folder.resolve().name) / file.relative_to(folder).parent)
