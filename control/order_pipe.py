"""The way of orders down to a child while it runs: merged until the child reads them, written by a thread."""

import contextlib
import json
import os
import threading
from collections.abc import Mapping
from typing import Any

from plumbing.secrets import revealed


class OrderPipe:
    """Writes orders to a child's standard input; whoever orders never waits for the child.

    What waits is bounded: of two orders for one camera only the later one is kept.

    Args:
        name: The child, for the thread's name.
    """

    def __init__(self, name: str) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[str, Any] = {}
        self._is_ready = False
        self._is_closed = False
        self._descriptor: int | None = None
        self._thread = threading.Thread(target=self._write_all, name=f"{name} orders", daemon=True)

    def start(self, descriptor: int) -> None:
        """Begin to write to a pipe, through a descriptor of our own: the other one may be closed at any time."""
        self._descriptor = os.dup(descriptor)
        self._thread.start()

    def ready(self) -> None:
        """Say that the child has read its settings: now it reads orders. May be called twice."""
        with self._changed:
            self._is_ready = True
            self._changed.notify_all()

    def order(self, cameras: Mapping[str, Any]) -> None:
        """Order changes of cameras: a table, secrets as `SecretStr`, or None by camera. Returns at once."""
        with self._changed:
            self._waiting.update(cameras)
            self._changed.notify_all()

    @property
    def is_writing(self) -> bool:
        """Whether it may still write."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Write no more; may be called twice, and before `start`."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _write_all(self) -> None:
        assert self._descriptor is not None  # noqa: S101 - start comes first
        try:
            with contextlib.suppress(OSError):  # the child is gone; its supervisor sees to it
                while (cameras := self._next()) is not None:
                    data = memoryview(json.dumps({"cameras": revealed(cameras)}).encode() + b"\n")
                    while data:
                        data = data[os.write(self._descriptor, data) :]
        finally:
            os.close(self._descriptor)

    def _next(self) -> Mapping[str, Any] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or (self._is_ready and self._waiting))
            if self._is_closed:
                return None
            taken, self._waiting = self._waiting, {}
            return taken
