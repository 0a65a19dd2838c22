"""One flow per result partition on a host: a second would write each result twice."""

import fcntl
import hashlib
import os
import stat
import struct
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from flir_iqa.errors import FlirIqaError

_SLOT: Final = 16
"""Bytes of the file that stand for one partition; they hold the process id of who has locked them."""
_FLOCK: Final = "hhqqi4x"
"""The kernel's `struct flock`: type, whence, start, length, process id."""


class LockError(FlirIqaError):
    """Another flow on this host holds some of the result partitions."""


class HostLock:
    """Locks on a file in the runtime folder, one for each partition, so that any two flows that share one collide.

    That holds for shards of different counts too: 0/1 beside 1/2. The kernel lets go of the locks when the process
    ends, however it ends. They are of the open file, not of the process, so that they hold within a process as well.

    Args:
        cluster_id: Kafka's own id of the cluster.
        results: The result topic.
        partitions: Those that this process is to write.
    """

    def __init__(self, cluster_id: str, results: str, partitions: Sequence[int]) -> None:
        digest = hashlib.sha256(f"{cluster_id}/{results}".encode()).hexdigest()[:16]
        folder = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        self._path = Path(folder) / f"flir-iqa-{os.getuid()}-{digest}.lock"
        self._results = results
        self._partitions = partitions
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Take the locks.

        Raises:
            LockError: Another flow holds one of them, or the file cannot be used.
        """
        self._descriptor = self._open()
        try:
            for partition in self._partitions:
                self._lock(self._descriptor, partition)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the locks; the file stays, since removing it would race with who opens it."""
        self._close()

    def _open(self) -> int:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            message = (
                f"cannot use the lock file {str(self._path)!r}: {error.strerror}; set XDG_RUNTIME_DIR to our folder"
            )
            raise LockError(message) from error
        found = os.fstat(descriptor)  # in a folder that all share, somebody else may have put a file there before us
        if found.st_uid != os.getuid() or found.st_nlink != 1 or not stat.S_ISREG(found.st_mode):
            os.close(descriptor)
            message = f"the lock file {str(self._path)!r} is not ours alone: set XDG_RUNTIME_DIR to a folder of ours"
            raise LockError(message)
        return descriptor

    def _lock(self, descriptor: int, partition: int) -> None:
        place = partition * _SLOT
        wanted = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, place, _SLOT, 0)
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wanted)
        except (BlockingIOError, PermissionError) as error:
            holder = os.pread(descriptor, _SLOT, place).decode("ascii", "replace").strip("\0 ") or "unknown"
            message = (
                f"a flow with process id {holder} writes to {self._results!r} on this host already, partition "
                f"{partition} among others; stop it first, give another --results, or share the partitions between "
                "processes: --shard 0/2 for one and --shard 1/2 for the other"
            )
            raise LockError(message) from error
        os.pwrite(descriptor, str(os.getpid()).encode().ljust(_SLOT), place)

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
