"""Frame ids: `<topic>-<partition>-<offset>`."""


def make_frame_id(topic: str, partition: int, offset: int) -> str:
    """Return the id of the frame at this place."""
    return f"{topic}-{partition}-{offset}"


def offset_in(frame_id: str, topic: str, partition: int) -> int | None:
    """Return the frame's offset, or None where the id is of another topic or partition, or no id at all."""
    head, _, tail = frame_id.rpartition("-")
    if head != f"{topic}-{partition}" or not (tail.isascii() and tail.isdigit()):
        return None
    return int(tail)
