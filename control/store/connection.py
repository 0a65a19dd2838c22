"""The SQLite file: opened, brought to the newest version, written in transactions by one at a time."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from control.store.errors import StoreError, StoreFullError
from control.store.folder import FolderLock, prepare_folder
from control.store.migrations import STEPS

FILE_NAME: Final = "control.db"
_LOCK_WAIT_S: Final = 30.0
"""More than children need to end after their control plane was killed."""


class Store:
    """Keeps state over restarts of the control plane and of the machine. Safe to use from several threads.

    One connection and a lock: writes are few and small. A transaction that returned is on the disk (WAL, synchronous
    FULL); one that fails leaves everything as it was.

    Args:
        folder: The state folder; made with `open`, for its owner alone.
        lock_wait_s: How long `open` waits for another control plane, or its children, to end.
    """

    def __init__(self, folder: Path, lock_wait_s: float = _LOCK_WAIT_S) -> None:
        self._folder = folder
        self._lock_wait_s = lock_wait_s
        self._using = FolderLock(folder)
        self._mutex = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @property
    def descriptor(self) -> int | None:
        """The lock that children inherit; None while closed."""
        return self._using.descriptor

    def open(self) -> None:
        """Open the file and bring it to the newest version.

        Raises:
            StoreError: The folder or the file cannot be used, is used by another, or is of a newer version.
        """
        if self._connection is not None:
            return
        prepare_folder(self._folder)
        self._using.acquire(self._lock_wait_s)
        try:
            self._connect(self._folder / FILE_NAME)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close it; may be called twice."""
        with self._mutex:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()
        self._using.release()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction: all of it is kept, or on an error nothing.

        Raises:
            StoreFullError: The disk is full.
            StoreError: It cannot be read or written otherwise.
        """
        with self._mutex:
            connection = self._opened()
            with _told():
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    if connection.in_transaction:  # a full disk has ended it already
                        connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Read rows.

        Raises:
            StoreError: It cannot be read.
        """
        with self._mutex, _told():
            return self._opened().execute(query, parameters).fetchall()

    def _connect(self, path: Path) -> None:
        with _told():
            # made by us, for its owner alone; SQLite gives its -wal and -shm files the same bits
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            path.chmod(0o600)
            connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._connection = connection
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        self._migrate(path)

    def _migrate(self, path: Path) -> None:
        version = self.rows("PRAGMA user_version")[0][0]
        if version > len(STEPS):
            message = (
                f"the state in {str(path)!r} is of version {version}, this program knows versions up to {len(STEPS)}: "
                "use the newer program that wrote it, or give another folder: --state-folder FOLDER"
            )
            raise StoreError(message)
        for number, statements in enumerate(STEPS[version:], version + 1):
            with self.transaction() as connection:
                for statement in statements:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")  # is part of the transaction

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            message = "the state is closed: the control plane has ended, or was not opened"
            raise StoreError(message)
        return self._connection


@contextmanager
def _told() -> Iterator[None]:
    """Turn what SQLite and the system raise into our errors; parameters never stand in them."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_FULL:
            message = "the disk with the state folder is full: free some space; nothing that was kept before is lost"
            raise StoreFullError(message) from error
        message = f"the control plane's state cannot be read or written: {error}"
        raise StoreError(message) from error
