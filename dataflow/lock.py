"""One flow per result topic on a host: a second would write each result twice."""

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from flir_iqa.errors import FlirIqaError


class LockError(FlirIqaError):
    """Another flow on this host holds the result topic."""


class HostLock:
    """A lock on a file in the runtime folder; the kernel lets go of it when the process ends, however it ends.

    Args:
        cluster_id: Kafka's own id of the cluster.
        results: The result topic.
    """

    def __init__(self, cluster_id: str, results: str) -> None:
        digest = hashlib.sha256(f"{cluster_id}/{results}".encode()).hexdigest()[:16]
        folder = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        self._path = Path(folder) / f"flir-iqa-{os.getuid()}-{digest}.lock"
        self._results = results
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            LockError: Another process holds it.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(descriptor, "r+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            message = (
                f"a flow with process id {holder} writes to {self._results!r} on this host already; stop it first, or "
                "give another --results"
            )
            raise LockError(message) from error
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the lock; the file stays, since removing it would race with who waits for it."""
        if self._file is not None:
            self._file.close()
            self._file = None
