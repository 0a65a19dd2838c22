"""Frames of recordings (MCAP): one set a camera."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flir_iqa.errors import DecodeError, ImageError
from recording.errors import RecordingError
from recording.message import RecordedMessage
from recording.reader import Recording, open_recording
from recording.units import SECOND_NS
from training.datasets.frame_set import FrameSet
from training.datasets.gathering import Gathering
from training.datasets.picture import decode_picture
from training.errors import DatasetError

RECORDING_SUFFIX: Final = ".mcap"
STEP_S: Final = 1.0
"""From one frame of a camera that is read to the next: those between look alike."""

_NO_CAMERA: Final = "no-camera"
_REASONS_SHOWN: Final = 3


def is_recording(path: Path) -> bool:
    """Whether a path names a recording, `night.mcap`, or a camera of one, `night.mcap/gate`."""
    return path.suffix.lower() == RECORDING_SUFFIX or _is_camera(path)


def load_recording(path: Path, step_s: float = STEP_S) -> list[FrameSet]:
    """Read the frames of a recording, each under the path `<recording>/<camera>/frame-<number>`.

    Messages that are records (JSON), as those of results and events, are passed over. Damaged frames are left out and
    named in `skipped`. Where a recording breaks off, what comes before counts, and the recording is named there too.

    Args:
        path: A recording, or a camera of one: `night.mcap/gate`.
        step_s: Of each camera, a frame is read at most once in so many seconds, the first always.

    Returns:
        One set a camera, in the order of their names; each is named `<recording>-<camera>`.

    Raises:
        DatasetError: `step_s` is negative, or there is no frame that can be read.
    """
    if not step_s >= 0:
        message = f"expected a frame once in 0 seconds or more, got {step_s!r}"
        raise DatasetError(message)
    file, camera = (path.parent, path.name) if _is_camera(path) else (path, None)
    reading = _Reading(file, round(step_s * SECOND_NS))
    with _opened(file) as recording:
        reading.read(recording, camera)
    return reading.to_sets(path)


class _Reading:
    """A recording while its frames are taken in."""

    def __init__(self, file: Path, step_ns: int) -> None:
        self._file = file
        self._step_ns = step_ns
        self._cameras: dict[str, Gathering] = {}
        self._n_seen: dict[str, int] = {}
        self._next_ns: dict[str, int] = {}
        self._break: str | None = None

    def read(self, recording: Recording, camera: str | None) -> None:
        """Take in what there is of all cameras, or of one."""
        try:
            for message in recording.messages(cameras=None if camera is None else [camera]):
                if message.value and not message.value.startswith(b"{"):
                    self._take(message, message.value)
        except RecordingError as error:
            self._break = str(error)

    def to_sets(self, path: Path) -> list[FrameSet]:
        """Give one set for each camera with frames.

        Raises:
            DatasetError: There is none.
        """
        found = {name: each for name, each in sorted(self._cameras.items()) if len(each)}
        if not found:
            skipped = [each.reason for gathering in self._cameras.values() for each in gathering.skipped]
            reasons = [*skipped[:_REASONS_SHOWN], *filter(None, [self._break])]
            message = f"expected frames in {str(path)!r}, found none that can be read"
            raise DatasetError("; ".join([message, *reasons]))
        if self._break is not None:
            next(iter(found.values())).skip(self._file, f"{self._break}; the frames before that are used")
        return [gathering.to_set(f"{self._file.stem}-{name}") for name, gathering in found.items()]

    def _take(self, message: RecordedMessage, data: bytes) -> None:
        name = message.camera or _NO_CAMERA
        number = self._n_seen.get(name, 0)
        self._n_seen[name] = number + 1
        if message.log_time_ns < self._next_ns.get(name, 0):
            return
        gathering = self._cameras.setdefault(name, Gathering())
        path = self._file / name / f"frame-{number:06d}"
        try:
            gathering.add(path, data, decode_picture(data))
        except (DecodeError, ImageError) as error:
            gathering.skip(path, f"cannot read {str(path)!r}: {error}")
        else:
            self._next_ns[name] = message.log_time_ns + self._step_ns


def _is_camera(path: Path) -> bool:
    return path.parent.suffix.lower() == RECORDING_SUFFIX and path.parent.is_file()


@contextmanager
def _opened(file: Path) -> Iterator[Recording]:
    try:
        recording = open_recording(file)
    except RecordingError as error:
        raise DatasetError(str(error)) from error
    with recording:
        yield recording
