"""The state folder: whose it is, who may look into it, and that one control plane uses it at a time."""

import fcntl
import logging
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from control.store.errors import StoreError
from plumbing.log_events import STATE_FOLDER_BUSY

log = logging.getLogger(__name__)

_LOOK_S: Final = 0.1
_OTHERS: Final = 0o077
_OWN_FILES: Final = ("control.", "lost+found")


def default_folder(environ: Mapping[str, str]) -> Path:
    """Return where state is kept unless said: `$XDG_STATE_HOME/flir-iqa`, or `~/.local/state/flir-iqa`."""
    given = environ.get("XDG_STATE_HOME", "")
    # by the specification of the variable, a relative path counts for nothing
    return (Path(given) if given.startswith("/") else Path("~/.local/state").expanduser()) / "flir-iqa"


def prepare_folder(folder: Path) -> None:
    """Make the folder where it is missing, and have it for its owner alone.

    One that others may look into is closed to them only where nothing but our own state is in it: `/tmp` stays open.

    Raises:
        StoreError: It cannot be made, belongs to somebody else, or serves others too.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & _OTHERS:
            _refuse_shared(folder)
            folder.chmod(0o700)
    except (OSError, RuntimeError, ValueError) as error:  # no home; a null byte in the path
        reason = getattr(error, "strerror", None) or error
        message = f"cannot use the state folder {str(folder)!r}: {reason}; give another: --state-folder FOLDER"
        raise StoreError(message) from error


def _refuse_shared(folder: Path) -> None:
    foreign = next((each.name for each in folder.iterdir() if not each.name.startswith(_OWN_FILES)), None)
    if foreign is not None:
        message = (
            f"others may look into the state folder {str(folder)!r}, which holds more than our state "
            f"({foreign[:80]!r}): give one of its own, --state-folder FOLDER, or close it by chmod 700"
        )
        raise StoreError(message)


class FolderLock:
    """Held by one control plane and inherited by its children.

    A kill -9 of the control plane does not free it before the last child has ended: the kernel counts the holders. So a
    new control plane cannot start a second producer beside an old one that is about to end.

    Args:
        folder: The state folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "control.lock"
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int | None:
        """What a child inherits; None while it is not held."""
        return self._descriptor

    def acquire(self, timeout_s: float) -> None:
        """Take the lock, and wait for the children of an earlier control plane to end.

        Raises:
            StoreError: It is still held when the time is over.
        """
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            message = f"cannot use the state folder {str(self._path.parent)!r}: {error.strerror}"
            raise StoreError(message) from error
        deadline = time.monotonic() + timeout_s
        if not _try_lock(descriptor):
            STATE_FOLDER_BUSY.log(log, folder=str(self._path.parent), wait_s=timeout_s)
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                os.close(descriptor)
                message = (
                    f"another control plane, or a child of one, uses the state folder {str(self._path.parent)!r}; "
                    "stop it, or give this one a folder of its own: --state-folder FOLDER"
                )
                raise StoreError(message)
            time.sleep(_LOOK_S)
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; may be called twice."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
