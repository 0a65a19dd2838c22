"""Reading ahead of the player."""

import itertools
import threading
from collections.abc import Iterator

import pytest

from flir_iqa.errors import BrokerError
from recording.message import RecordedMessage
from recording.playing.read_ahead import AheadOpener, ReadAhead
from sandbox.waiting import wait_until
from tests.recording.playing.messages import every_tenth, opener, recorded


def test_all_comes_in_its_order() -> None:
    messages = every_tenth(1000)
    ahead = ReadAhead(iter(messages), n_frames=7, n_bytes=50)
    assert list(ahead) == messages
    assert list(ahead) == []


def test_it_reads_no_further_than_its_bounds() -> None:
    n_read = itertools.count(1)
    read: list[int] = []

    def endless() -> Iterator[RecordedMessage]:
        while True:
            read.append(next(n_read))
            yield recorded(0, 0, value=bytes(100))

    ahead = ReadAhead(endless(), n_frames=1000, n_bytes=1000)
    wait_until(lambda: len(read) >= 11, 60, "it has read up to its bound")
    next(ahead)
    wait_until(lambda: len(read) >= 12, 60, "it has read one more")
    assert len(read) == 12
    ahead.close()
    ahead.close()
    assert list(ahead) == []


def test_one_message_beyond_the_bound_comes_too() -> None:
    messages = [recorded(n, 0, value=bytes(10_000)) for n in range(3)]
    assert list(ReadAhead(iter(messages), n_bytes=10)) == messages


def test_what_the_reading_raises_comes_after_what_was_read() -> None:
    def broken() -> Iterator[RecordedMessage]:
        yield recorded(0, 0)
        message = "the file breaks off"
        raise BrokerError(message)

    ahead = ReadAhead(broken())
    assert next(ahead).offset == 0
    with pytest.raises(BrokerError, match="breaks off"):
        next(ahead)
    assert list(ahead) == []


def test_opening_anew_ends_what_was_open() -> None:
    before = threading.active_count()
    opens = AheadOpener(opener(every_tenth(10_000)))
    for _ in range(5):
        assert next(opens(0)).offset == 0
    opens.close()
    wait_until(lambda: threading.active_count() <= before, 60, "the threads have ended")
