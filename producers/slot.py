"""Where a reader leaves frames for the encoder: bounded, the newest win, and the reader never waits."""

import threading
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Slot(Generic[Item]):
    """Holds the newest items, one by default; several where each frame is wanted, to even out hiccups."""

    def __init__(self, capacity: int = 1) -> None:
        self._items: deque[Item] = deque()
        self._capacity = capacity
        self._changed = threading.Condition()
        self._closed = False

    def put(self, item: Item) -> Item | None:
        """Leave an item; return the oldest one if it had to go for it."""
        with self._changed:
            self._items.append(item)
            self._changed.notify()
            return self._items.popleft() if len(self._items) > self._capacity else None

    def take(self) -> Item | None:
        """Wait for an item and take it; `None` when the slot is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._closed)
            return self._items.popleft() if self._items else None

    def close(self) -> None:
        """Say that no item follows; what is there can still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
