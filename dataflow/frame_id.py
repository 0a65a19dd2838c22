"""Frame ids: `<topic>-<partition>-<offset>`."""

from typing import Final

_MOST_DIGITS: Final = 19
"""Of an offset, 0..2**63 - 1."""


def make_frame_id(topic: str, partition: int, offset: int) -> str:
    """Return the id of the frame at this place."""
    return f"{topic}-{partition}-{offset}"


def offset_in(frame_id: str, topic: str, partition: int) -> int | None:
    """Return the frame's offset, or None where the id is of another topic or partition, or no id at all."""
    head, _, tail = frame_id.rpartition("-")
    if head != f"{topic}-{partition}" or not (tail.isascii() and tail.isdigit()) or len(tail) > _MOST_DIGITS:
        return None
    return int(tail)
