"""Video files as the frames of a camera."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av

from producers.captured import CapturedFrame, utc_now
from producers.sources.decoding import PacketDecoder, describe
from producers.sources.film import open_film
from recording.media.frame_taking import FileFrame

_TOLERANCE_S: Final = 0.001
"""Times in videos are rounded to their time base."""
_LONGEST_STEP_S: Final = 3600.0
"""A larger step of the presentation time, and one back, is taken as a cut."""
_DEFAULT_FPS: Final = 25.0


def video_frames(path: Path, every_s: float = 0.0) -> Iterator[FileFrame]:
    """Yield the frames of a video at their times, from 0 on; where it breaks off, that is yielded as a problem.

    Args:
        path: The file.
        every_s: At most one frame in so many seconds; 0 for all.

    Raises:
        CameraError: There is no such file, or it is no video.
    """
    number, time_s, wanted_s = -1, 0.0, 0.0
    try:
        for number, (time_s, frame) in enumerate(_timed(path)):
            if time_s + _TOLERANCE_S < wanted_s:
                continue
            if every_s > 0 and frame.picture is not None and not frame.damaged:
                wanted_s = ((time_s + _TOLERANCE_S) // every_s + 1) * every_s
            yield FileFrame(name=f"{path}, frame {number}", time_s=time_s, frame=frame)
    except av.error.FFmpegError as error:
        problem = f"it breaks off here: {error.strerror}"
        yield FileFrame(name=f"{path}, frame {number + 1}", time_s=time_s, problem=problem)


def _timed(path: Path) -> Iterator[tuple[float, CapturedFrame]]:
    """Yield each frame with its time, which never goes back."""
    with open_film(path) as container:
        stream = container.streams.video[0]
        interval_s = 1 / (describe(stream).fps or _DEFAULT_FPS)
        decoder = PacketDecoder(stream)
        time_s, last_s = -interval_s, None
        for packet in container.demux(stream):
            for frame in decoder.frames(packet if packet.size else None, utc_now()):
                step_s = interval_s if frame.pts_s is None or last_s is None else frame.pts_s - last_s
                time_s += step_s if 0 <= step_s <= _LONGEST_STEP_S else interval_s
                last_s = frame.pts_s
                yield time_s, frame
