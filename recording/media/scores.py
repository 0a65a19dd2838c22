"""The scores of recorded frames, found by the frame: from a file of results, or from the results in the recording."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from flir_iqa.errors import RecordError
from flir_iqa.records import QualityRecord, read_result
from recording.errors import RecordingError
from recording.message import RecordedMessage

_LONGEST_LINE: Final = 100_000
_MOST_SCORES: Final = 2_000_000
"""About 600 MB; a camera at 25 frames a second for 22 hours."""


@dataclass(frozen=True, slots=True)
class Score:
    """What was said of a frame."""

    quality: float
    """0..1, 1 best."""
    smoothed: float
    """Mean over the last frames of its camera, 0..1."""
    distortion: str
    """`none`, or what is wrong."""
    probability: float
    """Of the distortion, 0..1."""


class Scores:
    """Scores of one camera, by the id that a frame had when it was recorded."""

    def __init__(self) -> None:
        self._by_frame: dict[str, Score] = {}

    def __len__(self) -> int:
        return len(self._by_frame)

    def add(self, record: QualityRecord) -> None:
        """Take in a result; the later of two for one frame counts.

        Raises:
            RecordingError: There are too many.
        """
        # A replayed frame has a new id, and names the recorded one.
        frame_id = record.source_frame_id or record.frame_id
        self._by_frame[frame_id] = Score(
            record.raw_image_quality,
            record.smoothed_image_quality,
            record.distortion,
            record.distortion_probability,
        )
        if len(self._by_frame) > _MOST_SCORES:
            message = f"more than {_MOST_SCORES} results: make the video in parts (flir-iqa recording cut)"
            raise RecordingError(message)

    def of(self, message: RecordedMessage) -> Score | None:
        """Return the score of a recorded frame; `None` where it has none."""
        return self._by_frame.get(f"{message.topic}-{message.partition}-{message.offset}")


def scores_in_file(path: Path, camera: str) -> Scores:
    """Read the results of one camera from a file as `flir-iqa flow --output scores.jsonl` writes it.

    Raises:
        RecordingError: It cannot be read, or a line is no result.
    """
    scores = Scores()
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_lines(file), start=1):
                _take(scores, line, camera, f"line {number} of {str(path)!r}")
    except OSError as error:
        message = f"cannot read the scores {str(path)!r}: {error.strerror}"
        raise RecordingError(message) from error
    return scores


def scores_in_messages(messages: Iterable[RecordedMessage], camera: str) -> Scores:
    """Take the results of one camera from recorded messages; what is no result is passed over."""
    scores = Scores()
    for message in messages:
        try:
            record = read_result(message.value)
        except RecordError:
            continue
        if isinstance(record, QualityRecord) and record.camera_id == camera:
            scores.add(record)
    return scores


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file; too long a line ends in what no result ends in."""
    while line := file.readline(_LONGEST_LINE):
        yield line


def _take(scores: Scores, line: bytes, camera: str, place: str) -> None:
    if not line.strip():
        return
    try:
        record = read_result(line)
    except RecordError as error:
        message = f"expected a result as flir-iqa flow writes it (JSON lines) in {place}: {error}"
        raise RecordingError(message) from error
    if isinstance(record, QualityRecord) and record.camera_id == camera:
        scores.add(record)
