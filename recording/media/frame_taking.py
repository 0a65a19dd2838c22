"""Frames of one camera that come from files: written into a recording as if a producer had published them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from flir_iqa.decoding import decode_frame
from flir_iqa.encoding import QUALITY
from flir_iqa.errors import DecodeError, ImageError, SettingsError
from flir_iqa.records import unix_ms
from plumbing.frames import CONTENT_TYPE, FrameHeaders, check_camera_id
from plumbing.kafka.settings import TopicSettings
from producers.captured import CapturedFrame
from recording.message import RecordedMessage, TimestampType
from recording.writer import RecordingWriter, WriterSettings

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFrame:
    """A frame of a file; one without a frame says why it is left out."""

    name: str
    """The file, or the video and its frame."""
    time_s: float
    """From the beginning of the recording."""
    frame: CapturedFrame | None = None
    problem: str | None = None


@dataclass(slots=True)
class Taken:
    """What became of the files."""

    n_frames: int = 0
    n_left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameTaker:
    """Writes the frames of one camera into a new recording.

    Attributes:
        out: The recording; it must not exist.
        camera_id: The camera's id.
        begin: When the first frame was captured; aware.
        topic: The topic that the frames are recorded as of.
        writing: How to write.
        tell: Told of each frame that is left out, up to twenty of them.
    """

    out: Path
    camera_id: str
    begin: datetime
    topic: str = TopicSettings().frames
    writing: WriterSettings
    tell: Callable[[str], None]

    def __post_init__(self) -> None:
        check_camera_id(self.camera_id)

    def take(self, frames: Iterable[FileFrame]) -> Taken:
        """Write them; JPEGs byte for byte, others encoded as producers do it.

        Raises:
            RecordingError: The recording exists, or cannot be written.
            SettingsError: There is no frame that decodes; no recording is left then.
        """
        taken = Taken()
        writer = RecordingWriter(self.out, self.writing)
        try:
            with writer:
                self._write(frames, writer, taken)
        finally:
            if taken.n_frames == 0:
                self.out.unlink(missing_ok=True)
        if taken.n_frames == 0:
            message = f"expected at least one frame that decodes, got none ({taken.n_left_out} left out)"
            raise SettingsError(message)
        return taken

    def _write(self, frames: Iterable[FileFrame], writer: RecordingWriter, taken: Taken) -> None:
        stream_id = uuid4().hex
        for each in frames:
            try:
                message = self._message(each, taken.n_frames, stream_id)
            except (DecodeError, ImageError) as error:
                taken.n_left_out += 1
                self._tell(each.name, str(error), taken.n_left_out)
            else:
                writer.write(message)
                taken.n_frames += 1

    def _message(self, each: FileFrame, number: int, stream_id: str) -> RecordedMessage:
        jpeg = _jpeg(each)
        height, width = decode_frame(jpeg).shape[:2]
        captured_at = self.begin + timedelta(seconds=each.time_s)
        headers = FrameHeaders(
            captured_at=captured_at,
            seq=number,
            stream_id=stream_id,
            width=width,
            height=height,
            content_type=CONTENT_TYPE,
        )
        return RecordedMessage(
            topic=self.topic,
            partition=0,
            offset=number,
            key=self.camera_id.encode(),
            value=jpeg,
            headers=tuple(headers.encode()),
            timestamp_ms=unix_ms(captured_at),
            timestamp_type=TimestampType.CREATE,
        )

    def _tell(self, name: str, reason: str, n_left_out: int) -> None:
        if n_left_out <= _SHOWN:
            self.tell(f"left out: {name}: {reason}")
        if n_left_out == _SHOWN + 1:
            self.tell("further ones are counted and not named")


def _jpeg(each: FileFrame) -> bytes:
    """Return a frame as JPEG.

    Raises:
        ImageError: There is none, the decoder had to guess, or it cannot be encoded.
    """
    if each.problem is not None:
        raise ImageError(each.problem)
    if each.frame is None or each.frame.picture is None:
        message = "it does not decode"
        raise ImageError(message)
    if each.frame.damaged:
        message = "the decoder had to conceal errors in it"
        raise ImageError(message)
    return each.frame.picture.to_jpeg(QUALITY)
