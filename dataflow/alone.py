"""Whether another process is at work on the partitions that this one is about to take, such as on another host.

Kafka keeps nobody out who does not use transactions, and the lock of a host is of that host alone. So a start looks
twice: where results appear in between, somebody else writes them. If they go on to appear, this process ends, without
having written one; if they cease, they were the last ones of a process that died, still on their way, and the start
begins anew from what is there now. What this misses, as two flows on topics on which nothing happens, the sink finds
out by the offsets of its own records.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dataflow.resume import Resume
from dataflow.sinks.kafka import SecondWriterError

_LOOKS: Final = 3
_LEAST_S: Final = 0.5
"""Between two looks; a camera of 5 frames a second gives two results in it."""
_MOST_S: Final = 1.0
"""Two that start at the same moment must not look, and begin, at the same moment."""

Ends = Mapping[tuple[str, int], int]
"""Where each (topic, partition) of the result and rejected topics ends."""


def find_alone(
    find: Callable[[], Sequence[Resume]], ends: Callable[[], Ends], pause: Callable[[float], object]
) -> Sequence[Resume]:
    """Find where partitions go on while nobody else writes their results.

    Args:
        find: Reads where they go on.
        ends: Reads where their results end.
        pause: Waits for so many seconds.

    Raises:
        SecondWriterError: Somebody else writes them.
    """
    for _ in range(_LOOKS):
        resumes = find()
        before = ends_of(resumes)
        pause(random.uniform(_LEAST_S, _MOST_S))  # noqa: S311 - no secret hangs on it
        after = ends()
        moved = [place for place, end in before.items() if after.get(place, end) != end]
        if not moved:
            return resumes
    topic, partition = moved[0]
    message = (
        f"records appear on {topic}-{partition} that this process did not write: another one works on these "
        "partitions, perhaps on another host; none was doubled. Run one process for each shard (--shard i/n, one n "
        "for all), each once"
    )
    raise SecondWriterError(message)


def ends_of(resumes: Sequence[Resume]) -> dict[tuple[str, int], int]:
    """Return where the results ended as the partitions were read."""
    return {(topic, resume.partition): end for resume in resumes for topic, end in resume.ends.items()}
