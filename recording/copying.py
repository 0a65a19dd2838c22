"""New recordings made of others: a part of one, several in one, and what is whole of a damaged one."""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from recording.errors import RecordingError
from recording.gaps import Gap
from recording.message import RecordedMessage
from recording.reader import open_recording
from recording.salvage import Problem, survey, surviving_gaps
from recording.writer import RecordingWriter, WriterSettings

Progress = Callable[[int], None]
"""Told how many messages are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What of a recording is wanted."""

    topics: Collection[str] | None = None
    cameras: Collection[str] | None = None
    start_ns: int | None = None
    end_ns: int | None = None


def cut(source: Path, out: Path, part: Part, settings: WriterSettings, progress: Progress) -> int:
    """Write a part of a recording into a new one.

    Returns:
        How many messages it has.

    Raises:
        RecordingError: The source is damaged, or the new one cannot be written.
    """
    with open_recording(source) as recording, whole_file(out, settings) as writer:
        _note(writer, (gap for gap in recording.info.gaps if part.topics is None or gap.topic in part.topics))
        messages = recording.messages(
            topics=part.topics, cameras=part.cameras, start_ns=part.start_ns, end_ns=part.end_ns
        )
        return _write(writer, messages, progress)


def merge(sources: Sequence[Path], out: Path, settings: WriterSettings, progress: Progress) -> int:
    """Write several recordings into a new one, in the order of time; what is in several of them comes once.

    Returns:
        How many messages it has.

    Raises:
        RecordingError: A source is damaged, or the new one cannot be written.
    """
    with ExitStack() as stack:
        recordings = [stack.enter_context(open_recording(source)) for source in sources]
        writer = stack.enter_context(whole_file(out, settings))
        _note(writer, dict.fromkeys(gap for recording in recordings for gap in recording.info.gaps))
        messages = heapq.merge(*(each.messages() for each in recordings), key=lambda each: each.log_time_ns)
        return _write(writer, once(messages), progress)


def recover(source: Path, out: Path, settings: WriterSettings, progress: Progress) -> tuple[int, list[Problem]]:
    """Write what is whole of a damaged recording, notes on gaps included, into a new one.

    Returns:
        How many messages it has, and what is wrong with the source.

    Raises:
        RecordingError: The source is no MCAP file at all, or the new one cannot be written.
    """
    problems: list[Problem] = []

    def whole() -> Iterator[RecordedMessage]:
        for each in survey(source):
            if isinstance(each, Problem):
                problems.append(each)
            else:
                yield each

    with whole_file(out, settings) as writer:
        _note(writer, surviving_gaps(source))
        return _write(writer, whole(), progress), problems


def once(messages: Iterable[RecordedMessage]) -> Iterator[RecordedMessage]:
    """Yield messages without those that are the same record of Kafka as one before at the same time."""
    seen: set[bytes] = set()
    time_ns = -1
    for message in messages:
        if message.log_time_ns != time_ns:
            seen.clear()
            time_ns = message.log_time_ns
        digest = _digest(message)
        if digest not in seen:
            seen.add(digest)
            yield message


def _digest(message: RecordedMessage) -> bytes:
    """Return what is the same for one record of Kafka that was recorded twice."""
    record = (message.topic, message.partition, message.offset, message.key, message.value, message.headers)
    return blake2b(repr(record).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@contextmanager
def whole_file(out: Path, settings: WriterSettings) -> Iterator[RecordingWriter]:
    """Give a writer whose file has its name only once it is whole; until then it is `NAME.part`.

    Raises:
        RecordingError: There is such a file already, or it cannot be written.
    """
    part = out.with_name(out.name + ".part")
    if out.exists():
        message = f"{str(out)!r} exists already: give another name, or remove it"
        raise RecordingError(message)
    writer = RecordingWriter(part, settings)
    try:
        yield writer
        writer.close()
        part.rename(out)
    except BaseException:
        writer.abandon()
        part.unlink(missing_ok=True)
        raise


def _write(writer: RecordingWriter, messages: Iterable[RecordedMessage], progress: Progress) -> int:
    count = 0
    for count, message in enumerate(messages, start=1):
        writer.write(message)
        progress(count)
    return count


def _note(writer: RecordingWriter, gaps: Iterable[Gap]) -> None:
    for gap in gaps:
        writer.note_gap(gap)
