"""Reads a recording ahead of the player, so that unpacking a chunk delays no frame."""

import queue
import threading
from collections.abc import Iterator
from typing import Final, Self

from recording.message import RecordedMessage
from recording.playing.plan import OpenMessages

_PUT_S: Final = 0.2


class ReadAhead:
    """An iterator whose messages are read by a thread, up to a bound.

    Failure: what the reading raises is raised by `next`, after the messages before it.

    Args:
        messages: What to read; used by the thread alone.
        n_frames: Most messages that wait.
        n_bytes: Most bytes that wait; one message may always wait.
    """

    def __init__(self, messages: Iterator[RecordedMessage], n_frames: int = 256, n_bytes: int = 32_000_000) -> None:
        self._messages = messages
        self._n_bytes = n_bytes
        self._waiting_bytes = 0
        self._room = threading.Condition()
        self._queue: queue.Queue[RecordedMessage | Exception | None] = queue.Queue(n_frames)
        self._closed = threading.Event()
        self._ended = False
        threading.Thread(target=self._read, name="read-ahead", daemon=True).start()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> RecordedMessage:
        if self._ended:
            raise StopIteration
        item = self._queue.get()
        if isinstance(item, RecordedMessage):
            with self._room:
                self._waiting_bytes -= len(item.value or b"")
                self._room.notify()
            return item
        self._ended = True
        if item is None:
            raise StopIteration
        raise item

    def close(self) -> None:
        """Stop reading. May be called twice."""
        self._closed.set()
        self._ended = True

    def _read(self) -> None:
        try:
            for message in self._messages:
                self._wait_for_room(len(message.value or b""))
                if not self._put(message):
                    return
            self._put(None)
        except Exception as error:  # every thread hands its exception to its owner
            self._put(error)

    def _wait_for_room(self, size: int) -> None:
        with self._room:
            while self._waiting_bytes and self._waiting_bytes + size > self._n_bytes and not self._closed.is_set():
                self._room.wait(_PUT_S)
            self._waiting_bytes += size

    def _put(self, item: RecordedMessage | Exception | None) -> bool:
        """Hand over; return whether the reading goes on."""
        while not self._closed.is_set():
            try:
                self._queue.put(item, timeout=_PUT_S)
            except queue.Full:
                continue
            return True
        return False


class AheadOpener:
    """Opens messages to be read ahead; what was opened before is closed."""

    def __init__(self, open_messages: OpenMessages) -> None:
        self._open = open_messages
        self._present: ReadAhead | None = None

    def __call__(self, start_ns: int) -> ReadAhead:
        """Begin to read at a moment of the recording."""
        self.close()
        self._present = ReadAhead(self._open(start_ns))
        return self._present

    def close(self) -> None:
        """Stop reading. May be called twice."""
        if self._present is not None:
            self._present.close()
