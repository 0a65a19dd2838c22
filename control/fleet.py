"""Which cameras there are and what is wanted of each: the configuration's, read-only, and those made over REST.

What is wanted outlives restarts; what really runs is the pipeline's, and `control.reconciler` brings it there.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from control.errors import ReadOnlyCameraError, UnknownCameraError
from control.store.cameras import CameraTable, StoredCamera, Wanted
from flir_iqa.errors import SettingsError
from plumbing.cameras import CameraSettings, build_camera
from plumbing.log_events import CAMERA_UNUSABLE

log = logging.getLogger(__name__)

_REFERENCES: Final = ("file:", "env:")
_FROM: Final = "the request"


@dataclass(frozen=True, slots=True)
class FleetCamera:
    """One camera that is described."""

    source: Literal["file", "api"]
    settings: CameraSettings
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class NewCamera:
    """A camera as a request describes it, checked."""

    stored: StoredCamera
    settings: CameraSettings
    wanted: Wanted | None
    """None: as it is, and `running` for a new one."""


class Fleet:
    """Keeps the cameras, on disk and in memory. Safe to use from several threads.

    Args:
        configured: The configuration's cameras.
        table: Where the others are kept.
        wanted_by_default: What is wanted of a configured camera while nobody has decided.
        on_change: Called after each change, without any lock held.
    """

    def __init__(
        self,
        configured: Mapping[str, CameraSettings],
        table: CameraTable,
        wanted_by_default: Wanted,
        on_change: Callable[[], None],
    ) -> None:
        self._configured = configured
        self._table = table
        self._wanted_by_default: Wanted = wanted_by_default
        self._on_change = on_change
        self._lock = threading.RLock()
        self._stored: dict[str, StoredCamera] = {}
        self._made: dict[str, CameraSettings] = {}
        self._wanted: dict[str, Wanted] = {}
        self._running: dict[str, CameraSettings] | None = None
        self.broken: dict[str, str] = {}
        """Stored cameras that cannot be used any more, and why: a secret's file that is gone, say."""

    def open(self) -> None:
        """Read what is kept.

        Raises:
            StoreError: It cannot be read.
        """
        with self._lock:
            self._stored, self._wanted = self._table.cameras(), self._table.wanted()
            for camera_id, stored in self._stored.items():
                try:
                    self._made[camera_id] = build_camera(camera_id, stored.table, "the kept cameras")
                except SettingsError as error:
                    CAMERA_UNUSABLE.log(log, camera_id=camera_id, reason=str(error))
                    self.broken[camera_id] = str(error)

    def cameras(self) -> dict[str, FleetCamera]:
        """Return all cameras that are described, by id."""
        with self._lock:
            found = {name: FleetCamera("file", one, self._wants(name)) for name, one in self._configured.items()}
            made = {name: FleetCamera("api", one, self._wants(name)) for name, one in self._made.items()}
        return found | made

    def get(self, camera_id: str) -> FleetCamera | None:
        """Return one camera, if it is described and can be used."""
        with self._lock:
            if camera_id in self._made:
                return FleetCamera("api", self._made[camera_id], self._wants(camera_id))
            if camera_id in self._configured:
                return FleetCamera("file", self._configured[camera_id], self._wants(camera_id))
            return None

    def ids(self) -> set[str]:
        """Name all cameras that are described, also those that cannot be used any more."""
        with self._lock:
            return {*self._configured, *self._stored}

    def running(self) -> dict[str, CameraSettings]:
        """Return the cameras that are wanted to run; the same mapping until something changes."""
        with self._lock:
            if self._running is None:
                self._running = {name: one.settings for name, one in self.cameras().items() if one.wanted == "running"}
            return self._running

    def wanted(self, camera_id: str) -> Wanted:
        """Return what is wanted of a camera.

        Raises:
            UnknownCameraError: It is not described here.
        """
        with self._lock:
            self._check_described(camera_id)
            return self._wants(camera_id)

    def check(self, camera_id: str, table: Mapping[str, Any], wanted: Wanted | None = None) -> NewCamera:
        """Check a description.

        Raises:
            SettingsError: It cannot be used.
        """
        kept = normal_table(table)
        return NewCamera(StoredCamera("api", kept), build_camera(camera_id, kept, _FROM), wanted)

    def put(self, cameras: Mapping[str, NewCamera]) -> dict[str, Literal["created", "replaced", "unchanged"]]:
        """Make or replace cameras, all in one.

        Raises:
            ReadOnlyCameraError: One is of the configuration.
            StoreError: They could not be kept; then none is.
        """
        with self._lock:
            outcome = {name: self._outcome(name, one) for name, one in cameras.items()}
            changed = {name: cameras[name] for name, what in outcome.items() if what != "unchanged"}
            wanted: dict[str, Wanted] = {
                name: one.wanted or (self._wants(name) if name in self._stored else "running")
                for name, one in changed.items()
            }
            self._table.save(cameras={name: one.stored for name, one in changed.items()}, wanted=wanted)
            self._stored |= {name: one.stored for name, one in changed.items()}
            self._made |= {name: one.settings for name, one in changed.items()}
            self._wanted |= wanted
            for name in changed:
                self.broken.pop(name, None)
        self._changed()
        return outcome

    def table_of(self, camera_id: str) -> Mapping[str, Any]:
        """Return the description of a camera that may be changed. It may hold a password.

        Raises:
            UnknownCameraError: It is not described here.
            ReadOnlyCameraError: It is of the configuration.
        """
        with self._lock:
            self.check_writable(camera_id)
            self._check_described(camera_id)
            return self._stored[camera_id].table

    def remove(self, camera_id: str) -> None:
        """Remove a camera; what has been scored of it stays.

        Raises:
            UnknownCameraError: It is not described here.
            ReadOnlyCameraError: It is of the configuration.
            StoreError: That could not be kept.
        """
        with self._lock:
            self.table_of(camera_id)
            self._table.save(removed=[camera_id])
            self._forget([camera_id])
        self._changed()

    def want(self, camera_ids: Collection[str], wanted: Wanted) -> None:
        """Want cameras to run, or to pause; nothing happens to those of which that is wanted already.

        Raises:
            UnknownCameraError: One is not described here.
            StoreError: That could not be kept.
        """
        with self._lock:
            for camera_id in camera_ids:
                self._check_described(camera_id)
            changes: dict[str, Wanted] = {name: wanted for name in camera_ids if self._wanted.get(name) != wanted}
            if changes:
                self._table.save(wanted=changes)
                self._wanted |= changes
        self._changed()

    def begin(self, started: Mapping[str, CameraSettings], run: Mapping[str, Any]) -> None:
        """Keep what POST /start was given: an address, which is a camera until POST /stop, or all cameras.

        Raises:
            StoreError: That could not be kept.
        """
        with self._lock:
            stored = {name: StoredCamera("start", {"url": one.url}) for name, one in started.items()}
            ids = started or {**self._configured, **self._made}
            wanted: dict[str, Wanted] = dict.fromkeys(ids, "running")
            self._table.save(cameras=stored, wanted=wanted, run=run)
            self._stored |= stored
            self._made |= started
            self._wanted |= wanted
            self._running = None

    def end(self) -> None:
        """Want nothing to run, and forget what POST /start was given.

        Raises:
            StoreError: That could not be kept.
        """
        with self._lock:
            started = [name for name, one in self._stored.items() if one.origin == "start"]
            gone = set(started) - set(self._configured)
            wanted: dict[str, Wanted] = dict.fromkeys({*self._configured, *self._stored} - gone, "paused")
            self._table.save(removed=started, wanted=wanted, run={})
            self._forget(started)
            self._wanted = wanted
        self._changed()

    def _changed(self) -> None:
        with self._lock:
            self._running = None
        self._on_change()

    def _wants(self, camera_id: str) -> Wanted:
        default: Wanted = "running" if camera_id in self._stored else self._wanted_by_default
        return self._wanted.get(camera_id, default)

    def _outcome(self, camera_id: str, new: NewCamera) -> Literal["created", "replaced", "unchanged"]:
        self.check_writable(camera_id)
        before = self._stored.get(camera_id)
        if before is None:
            return "created"
        same_wish = new.wanted is None or new.wanted == self._wants(camera_id)
        return "unchanged" if before == new.stored and same_wish else "replaced"

    def _check_described(self, camera_id: str) -> None:
        if camera_id not in self._configured and camera_id not in self._stored:
            message = f"there is no camera {camera_id[:140]!r} that is described here"
            raise UnknownCameraError(message)

    def check_writable(self, camera_id: str) -> None:
        """Check that a camera of this id may be made or changed here.

        Raises:
            ReadOnlyCameraError: It is of the configuration.
        """
        if camera_id in self._configured:
            message = f"camera {camera_id!r} stands in the configuration and is read-only here: change it there"
            raise ReadOnlyCameraError(message)

    def _forget(self, camera_ids: Iterable[str]) -> None:
        for camera_id in camera_ids:
            for known in (self._stored, self._made, self._wanted, self.broken):
                known.pop(camera_id, None)


def normal_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a description as it is kept: a password that is no reference is marked as what it is."""
    kept = {name: content for name, content in table.items() if content is not None}
    password = kept.get("password")
    if isinstance(password, str) and not password.startswith(_REFERENCES):
        kept["password"] = {"literal": password}
    return kept
