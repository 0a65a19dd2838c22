"""Fetches Apache Kafka's jars: the very files that `jars.lock` names, each checked by its hash before it is used."""

import functools
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jgo.maven import MavenContext

from sandbox.errors import SandboxError

LOCK: Final = Path(__file__).with_name("jars.lock")

Progress = Callable[[int, int], None]
"""Told how many jars are there, of how many."""

_THREADS: Final = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Jar:
    """One locked artefact."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Its name in the cache."""
        return f"{self.artifact}-{self.version}.jar"


def read_lock(path: Path = LOCK) -> list[Jar]:
    """Read the lock file: `group:artifact:version sha256`, one a line; `#` begins a comment."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    entries = [(fields[0].split(":"), fields[1]) for fields in lines if fields and fields[0] != "#"]
    return [Jar(group, artifact, version, sha256) for (group, artifact, version), sha256 in entries]


def fetch_jars(cache: Path, jars: list[Jar] | None = None, progress: Progress = lambda done, total: None) -> list[Path]:
    """Return the paths of all jars, those that are not in the cache fetched first.

    A fetch that breaks off leaves nothing behind that a later one would take for good: a jar enters the cache by a
    rename, after its hash was checked, and one whose hash does not fit any more is fetched anew.

    Args:
        cache: Folder of the jars; made where it is missing.
        jars: What to fetch, by default what `jars.lock` names.
        progress: Called from this thread.

    Raises:
        SandboxError: A jar cannot be fetched, or is not the one that was locked.
    """
    wanted = read_lock() if jars is None else jars
    cache.mkdir(parents=True, exist_ok=True)
    missing = [jar for jar in wanted if not _is_there(cache, jar)]
    if missing:
        _fetch_all(cache, missing, lambda done: progress(len(wanted) - len(missing) + done, len(wanted)))
    return [cache / jar.file_name for jar in wanted]


def _fetch_all(cache: Path, missing: list[Jar], fetched: Callable[[int], None]) -> None:
    with (
        tempfile.TemporaryDirectory(prefix=".fetch-", dir=cache) as staging,
        ThreadPoolExecutor(_THREADS) as pool,
    ):
        fetches = pool.map(functools.partial(_fetch, Path(staging), cache), missing)
        for done, _ in enumerate(fetches, start=1):
            fetched(done)


def _is_there(cache: Path, jar: Jar) -> bool:
    path = cache / jar.file_name
    return path.is_file() and _sha256(path) == jar.sha256


def _fetch(staging: Path, cache: Path, jar: Jar) -> None:
    name = f"{jar.group}:{jar.artifact}:{jar.version}"
    try:
        component = MavenContext(repo_cache=staging).project(jar.group, jar.artifact).at_version(jar.version)
        fetched = component.artifact().resolve()
    except (OSError, RuntimeError) as error:
        log.debug("fetching %s failed", name, exc_info=True)
        message = (
            f"cannot fetch {name}, a part of Apache Kafka ({type(error).__name__}): is the machine's Maven repository "
            f"within reach? What was fetched so far is kept: try again, or copy the jars of {LOCK.name} into "
            f"{str(cache)!r}"
        )
        raise SandboxError(message) from error
    found = _sha256(fetched)
    if found != jar.sha256:
        message = f"expected {name} with SHA-256 {jar.sha256}, got {found}: it is not the file that was locked"
        raise SandboxError(message)
    os.replace(fetched, cache / jar.file_name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
