"""The tables of cameras that were made over REST, and of what is wanted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from control.store.connection import Store

Wanted = Literal["running", "paused"]
Origin = Literal["api", "start"]
"""`start`: made by POST /start with an address, and gone with POST /stop."""


@dataclass(frozen=True, slots=True)
class StoredCamera:
    """A camera as it was described."""

    origin: Origin
    table: Mapping[str, Any]
    """Its settings; a password as reference or as `{"literal": ...}`."""


class CameraTable:
    """Reads and writes them; each method is one transaction.

    Args:
        store: Open.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def cameras(self) -> dict[str, StoredCamera]:
        """Return all stored cameras by id."""
        rows = self._store.rows("SELECT id, source, settings FROM camera ORDER BY id")
        return {name: StoredCamera(origin, json.loads(settings)) for name, origin, settings in rows}

    def wanted(self) -> dict[str, Wanted]:
        """Return what somebody decided to want, by camera."""
        return dict(self._store.rows("SELECT camera_id, state FROM wanted"))

    def run(self) -> dict[str, Any]:
        """Return what the run was started with."""
        return {name: json.loads(value) for name, value in self._store.rows("SELECT name, value FROM run")}

    def save(
        self,
        *,
        cameras: Mapping[str, StoredCamera] | None = None,
        removed: Iterable[str] = (),
        wanted: Mapping[str, Wanted] | None = None,
        run: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep changes: all of them, or none. A camera that is removed is not wanted any more either.

        Raises:
            StoreError: They could not be kept.
        """
        gone = [(name,) for name in removed]
        described = [(name, one.origin, json.dumps(dict(one.table))) for name, one in (cameras or {}).items()]
        with self._store.transaction() as connection:
            connection.executemany("DELETE FROM camera WHERE id = ?", gone)
            connection.executemany("DELETE FROM wanted WHERE camera_id = ?", gone)
            connection.executemany("INSERT OR REPLACE INTO camera VALUES (?, ?, ?)", described)
            connection.executemany("INSERT OR REPLACE INTO wanted VALUES (?, ?)", list((wanted or {}).items()))
            if run is not None:
                connection.execute("DELETE FROM run")
                values = [(name, json.dumps(value)) for name, value in run.items()]
                connection.executemany("INSERT INTO run VALUES (?, ?)", values)
