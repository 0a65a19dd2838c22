"""What the frame topic says of the cameras behind it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from chaos.evidence import Frame


def published_twice(frames: Sequence[Frame]) -> int:
    """Return how many frames stand on the topic again, by their reader and its count."""
    named = [(frame.camera_id, frame.stream_id, frame.seq) for frame in frames if frame.stream_id is not None]
    return len(named) - len(set(named))


def out_of_order(frames: Sequence[Frame]) -> int:
    """Return how many frames stand behind a later one of the same reader."""
    latest: dict[tuple[str | None, str | None], int] = {}
    n_breaks = 0
    for frame in frames:
        reader = (frame.camera_id, frame.stream_id)
        n_breaks += (frame.seq or 0) < latest.get(reader, -1)
        latest[reader] = frame.seq or 0
    return n_breaks


def readers_at_once(frames: Sequence[Frame]) -> int:
    """Return how often two readers of one camera were at work at the same time; one has to end before the next."""
    n_overlaps = 0
    for spans in _spans(frames):
        n_overlaps += sum(later[0] < earlier[1] for earlier, later in pairwise(sorted(spans)))
    return n_overlaps


def longest_gap_s(frames: Sequence[Frame], camera_id: str, start: datetime, end: datetime) -> float:
    """Return the longest time without a captured frame of a camera between two moments."""
    moments = [frame.captured_at for frame in frames if frame.camera_id == camera_id and frame.captured_at]
    inside = sorted(moment for moment in moments if start <= moment <= end)
    return max((later - earlier).total_seconds() for earlier, later in pairwise([start, *inside, end]))


def captured_s(frames: Sequence[Frame], camera_id: str) -> list[float]:
    """Return when the frames of a camera were captured: Unix time."""
    return [frame.captured_at.timestamp() for frame in frames if frame.camera_id == camera_id and frame.captured_at]


def _spans(frames: Sequence[Frame]) -> Iterator[list[tuple[datetime, datetime]]]:
    """Yield, for each camera, from when to when each of its readers captured."""
    moments: dict[str | None, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for frame in frames:
        if frame.stream_id is not None and frame.captured_at is not None:
            moments[frame.camera_id][frame.stream_id].append(frame.captured_at)
    for readers in moments.values():
        yield [(min(found), max(found)) for found in readers.values()]
