"""What is replayed of one file: its content, narrowed to what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from flir_iqa.errors import SettingsError
from plumbing.kafka.settings import TopicSettings
from recording.playing.options import ReplayOptions
from recording.playing.selection import choose_cameras, choose_range, choose_topics, parse_renames
from recording.reader import open_recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A part of a recording."""

    topics: tuple[str, ...]
    cameras: frozenset[str] | None
    """`None` for all, messages without a camera included."""
    renames: Mapping[str, str]
    start_ns: int
    """The first moment, nanoseconds since the epoch."""
    end_ns: int
    """The first moment that does not belong to it any more."""


def select(options: ReplayOptions, topics: TopicSettings) -> Selected:
    """Look into the file and choose what was asked for.

    Raises:
        RecordingError: The file is no recording.
        SettingsError: What was asked for is not in it.
    """
    with open_recording(options.path) as recording:
        info = recording.info
    if info.first_ns is None or info.last_ns is None:
        message = f"{str(options.path)!r} holds no messages: there is nothing to replay"
        raise SettingsError(message)
    cameras = choose_cameras(info.cameras, options.cameras)
    start_ns, end_ns = choose_range(info.first_ns, info.last_ns, options.start, options.end, options.duration)
    return Selected(
        topics=choose_topics(list(info.topics), options.recorded_topics, topics),
        cameras=cameras,
        renames=parse_renames(options.renames, info.cameras if cameras is None else cameras),
        start_ns=start_ns,
        end_ns=end_ns,
    )
