"""Sets of frames from whatever a path names: a folder, a part of FLIR ADAS v2, a list, a video, a recording."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from flir_iqa.scoring_cli.inputs import VIDEO_SUFFIXES
from training.datasets.adas import step_into
from training.datasets.frame_set import FrameSet
from training.datasets.gathering import Gathering
from training.datasets.list_file import LIST_SUFFIX, read_list
from training.datasets.picture import PICTURE_SUFFIXES, decode_file, list_pictures
from training.datasets.recordings import is_recording, load_recording
from training.datasets.video import load_video
from training.errors import DatasetError

VIDEO_STEP: Final = 25
"""From one frame of a video that is read to the next: those between look alike."""

_REASONS_SHOWN: Final = 3


def load_frame_sets(paths: Iterable[Path]) -> list[FrameSet]:
    """Read the frames of each path, strictly: one set for each, but one for each camera of a recording (`.mcap`).

    Raises:
        DatasetError: As `load_frame_set`.
    """
    sets: list[FrameSet] = []
    for path in paths:
        sets += load_recording(path) if is_recording(path) else [load_frame_set(path)]
    return sets


def load_frame_set(path: Path, video_step: int = VIDEO_STEP) -> FrameSet:
    """Read the frames of one camera, strictly: what is damaged is left out and named in `skipped`.

    Args:
        path: A folder of pictures (in the order of their names; subfolders and other files are passed over), a part
            of FLIR ADAS v2 (see `step_into`), a list file (`.txt`, see `read_list`), a video, or a recording of one
            camera (`.mcap`, see `load_recording`); `night.mcap/gate` is one camera of several.
        video_step: Of a video, every so-manieth frame is read, from the first on.

    Raises:
        DatasetError: There is no such file or folder, nothing in it that can be read, or several cameras.
    """
    if is_recording(path):
        return _only_camera(path, load_recording(path))
    if path.is_dir():
        return _load_pictures(path.resolve().name, path, list_pictures(step_into(path)))
    if path.suffix.lower() == LIST_SUFFIX:
        return _load_pictures(path.stem, path, read_list(path))
    if path.suffix.lower() in VIDEO_SUFFIXES:
        return load_video(path, video_step)
    problem = "a file that is none of them" if path.exists() else "which does not exist"
    kinds = "a folder of pictures, a list of them (.txt), a video or a recording (.mcap)"
    message = f"expected {kinds}, got {str(path)!r}, {problem}"
    raise DatasetError(message)


def _only_camera(path: Path, sets: list[FrameSet]) -> FrameSet:
    if len(sets) > 1:
        cameras = " ".join(str(each.paths[0].parent) for each in sets)
        message = f"expected one camera, got {len(sets)} in {str(path)!r}: choose one of {cameras}"
        raise DatasetError(message)
    return sets[0]


def _load_pictures(name: str, source: Path, paths: Iterable[Path]) -> FrameSet:
    gathering = Gathering()
    for path in paths:
        try:
            gathering.add(path, *decode_file(path))
        except DatasetError as error:
            gathering.skip(path, str(error))
    if not len(gathering):
        suffixes = " ".join(sorted(PICTURE_SUFFIXES))
        message = f"expected pictures ({suffixes}) in {str(source)!r}, found none that can be read"
        raise DatasetError(message + "".join(f"; {each.reason}" for each in gathering.skipped[:_REASONS_SHOWN]))
    return gathering.to_set(name)
