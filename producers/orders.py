"""Changes of the cameras that a parent process asks for while the producer runs.

A line of JSON each: `{"cameras": {"gate": {"url": ...}, "kiln": null}}`. A camera that is described begins, in the
place of the one of that id where there is one, even of an equal one; one that is null ends. Others notice nothing.
"""

import json
import logging
import threading
from collections.abc import Mapping
from typing import Any

from plumbing.log_events import UNFORESEEN

log = logging.getLogger(__name__)


class Orders:
    """Keeps what was ordered until it is taken; of two orders for a camera the later one counts.

    Safe to use from several threads.

    Args:
        expected: Whether there is a parent that may order: then a producer without cameras waits for some.
    """

    def __init__(self, expected: bool = False) -> None:
        self.expected = expected
        self._lock = threading.Lock()
        self._tables: dict[str, Any] = {}

    def take_line(self, line: str) -> None:
        """Take a line of the parent; one that is no order is logged, and changes nothing."""
        try:
            tables = json.loads(line)["cameras"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            UNFORESEEN.log(log, where="an order of the parent", reason=type(error).__name__)  # it may hold a secret
            return
        if isinstance(tables, Mapping):
            with self._lock:
                self._tables.update(tables)

    def take(self) -> Mapping[str, Any]:
        """Return what was ordered since the last call: a table or None by camera."""
        with self._lock:
            taken, self._tables = self._tables, {}
        return taken
