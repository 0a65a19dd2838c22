"""The frames of a recording, as the flow takes them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dataflow.items import Fetched
from dataflow.sources.recording import frame_of
from flir_iqa.errors import FlirIqaError
from plumbing.kafka.settings import TopicSettings
from recording.reader import open_recording


class NoFramesError(FlirIqaError):
    """A recording does not hold the frames that were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFrames:
    """The frames of one topic of a recording.

    Attributes:
        topic: The topic.
        n_frames: How many there are.
        frames: They, in the order in which they came to their topic; to be taken once.
        note: What a person should know of the recording; None where there is nothing.
    """

    topic: str
    n_frames: int
    frames: Iterator[Fetched]
    note: str | None


@contextmanager
def open_frames(path: Path, topics: TopicSettings, *, asked: str | None = None) -> Iterator[RecordedFrames]:
    """Open a recording while the context is open.

    Args:
        path: The file.
        topics: Names the topics of frames, and those of results, which hold none.
        asked: The topic to take; by default that of `topics`, or the only one of frames.

    Raises:
        RecordingError: It is no recording.
        NoFramesError: It has no such topic, or several and none was asked for.
    """
    with open_recording(path) as recording:
        info = recording.info
        note = (
            None if info.closed else f"{str(path)!r} was not completed, as after a crash: it ends where it breaks off"
        )
        if not info.topics:
            message = f"{str(path)!r} holds no messages" if note is None else f"{note}, before the first message"
            raise NoFramesError(message)
        topic = choose_topic(list(info.topics), topics, asked)
        frames = map(frame_of, recording.messages(topics=[topic]))
        yield RecordedFrames(topic=topic, n_frames=info.topics[topic], frames=frames, note=note)


def choose_topic(recorded: Sequence[str], topics: TopicSettings, asked: str | None) -> str:
    """Return the topic of the frames.

    Raises:
        NoFramesError: There is none, or it is not clear which.
    """
    others = {name for each in (topics, TopicSettings()) for name in (each.results, each.rejected, each.events)}
    names = [name for name in recorded if name not in others]
    listed = ", ".join(map(repr, recorded[:20])) or "none"
    if asked is not None:
        if asked in recorded:
            return asked
        message = f"the recording has no topic {asked!r}; there are {listed}"
        raise NoFramesError(message)
    if topics.frames in names:
        return topics.frames
    if len(names) == 1:
        return names[0]
    clarity = "say which one is meant" if names else "none of them holds frames"
    message = f"expected a recording with one topic of frames, got {len(names)}: {listed}; {clarity}"
    raise NoFramesError(message)
