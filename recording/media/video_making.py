"""One camera of a recording as a video."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flir_iqa.decoding import decode_frame
from flir_iqa.errors import DecodeError
from recording.errors import RecordingError
from recording.media.canvas import Canvas
from recording.media.score_strip import draw_strip
from recording.media.scores import Scores
from recording.media.timed_video import TimedVideo
from recording.message import RecordedMessage
from recording.units import MILLISECOND_NS

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Made:
    """What became of the frames.

    Attributes:
        n_frames: Frames in the video.
        n_scored: Those of them with a score.
        left_out: Frames that do not decode, by reason.
        length_ms: From the first frame to the last, in the video.
    """

    n_frames: int = 0
    n_scored: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    length_ms: int = 0

    def summary(self) -> str:
        """Say it to a person."""
        parts = [f"{self.n_frames} frames, {self.length_ms / 1000:.1f} s"]
        if self.n_scored:
            parts.append(f"{self.n_scored} with a score")
        if self.left_out:
            reasons = ", ".join(f"{count} {reason}" for reason, count in self.left_out.most_common())
            parts.append(f"{self.left_out.total()} left out ({reasons})")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoMaker:
    """Makes a video.

    Attributes:
        out: The file.
        scores: Shown under the picture; `None` shows the picture alone.
        speed: How much faster than it was.
        reached: Told the time of each message, nanoseconds since the epoch.
    """

    out: Path
    scores: Scores | None
    speed: float = 1.0
    reached: Callable[[int], None] = lambda _: None

    def make(self, messages: Iterable[RecordedMessage]) -> Made:
        """Write the frames, each at its time; the first that decodes sets the size.

        Raises:
            RecordingError: None decodes, or the file cannot be written.
        """
        made = Made()
        video: TimedVideo | None = None
        canvas: Canvas | None = None
        start_ns = 0
        with ExitStack() as stack:
            for message in messages:
                self.reached(message.log_time_ns)
                frame = _decode(message, made)
                if frame is None:
                    continue
                if canvas is None or video is None:
                    canvas = Canvas.for_frame(*frame.shape[:2], with_scores=self.scores is not None)
                    video = TimedVideo(self.out, canvas.width, canvas.height + canvas.n_strip)
                    stack.callback(video.close)
                    start_ns = message.log_time_ns
                made.length_ms = round((message.log_time_ns - start_ns) / MILLISECOND_NS / self.speed)
                video.write(self._picture(canvas.place(frame), message, made), made.length_ms)
                made.n_frames += 1
            if video is None:
                reason = f": {made.summary()}" if made.left_out else ""
                message_text = f"there is no frame to make a video of{reason}"
                raise RecordingError(message_text)
            video.finish()
        return made

    def _picture(self, picture: NDArray[np.uint8], message: RecordedMessage, made: Made) -> NDArray[np.uint8]:
        if self.scores is None:
            return picture
        score = self.scores.of(message)
        made.n_scored += score is not None
        return np.vstack((picture, draw_strip(picture.shape[1], score, _clock(message.log_time_ns))))


def _decode(message: RecordedMessage, made: Made) -> NDArray[np.uint8] | None:
    try:
        return decode_frame(message.value or b"")
    except DecodeError as error:
        made.left_out[error.reason] += 1
        return None


def _clock(time_ns: int) -> str:
    try:
        moment = _EPOCH + timedelta(microseconds=time_ns // 1000)
    except OverflowError:
        return ""
    return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{moment.microsecond // 100_000}"
