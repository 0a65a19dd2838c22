"""A plant full of passwords that are easy to find again, and where to look for them."""

import base64
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sandbox.waiting import wait_until

CANARY: Final = "cnry7Qx4"
"""Stands in each password; nothing else holds it."""
PATIENCE_S: Final = 90.0
_COMMAND: Final = Path(sys.executable).parent / "flir-iqa"
_WATCH_S: Final = 0.5
_KEPT_VARIABLES: Final = frozenset({"PATH", "LANG", "LD_LIBRARY_PATH", "FLIR_IQA_CACHE_DIR"})


def secret(name: str) -> str:
    """Make a password that can be found again."""
    return f"{name}{CANARY}{name}"


def traces() -> list[bytes]:
    """How a password may stand somewhere: as it is, or in base64, at each of the three places a byte can have there."""
    inside = [base64.b64encode(bytes(shift) + CANARY.encode())[4:-4] for shift in range(3)]
    return [CANARY.encode(), *inside]


def holds_canary(content: bytes) -> bool:
    """Whether a password, or a part of one, stands in there."""
    return any(trace in content for trace in traces())


class Plant:
    """Runs commands in a folder whose home, cache, temporary and runtime folders all lie inside; `secrets` aside."""

    def __init__(self, folder: Path, secrets: Path, config: Path) -> None:
        self.folder = folder
        self.secrets = secrets
        self._config = config
        self.variables = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        for variable, name in (
            ("HOME", "home"),
            ("TMPDIR", "tmp"),
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_CACHE_HOME", "c"),
        ):
            (folder / name).mkdir()
            self.variables[variable] = str(folder / name)

    @contextmanager
    def running(self, name: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a command, all that it and its children say in `<name>.log`, and end it in order."""
        command = [str(_COMMAND), *self._options(name, options)]
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=self.folder, env=self.variables, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()

    def run(self, name: str, *options: str) -> int:
        """Run a command to its end."""
        command = [str(_COMMAND), *self._options(name, options)]
        with (self.folder / f"{name}-{options[0].strip('-')}.log").open("wb") as log:
            done = subprocess.run(
                command, cwd=self.folder, env=self.variables, stdout=log, stderr=log, timeout=PATIENCE_S, check=False
            )
        return done.returncode

    def log(self, name: str) -> str:
        """What a command has said so far."""
        return (self.folder / f"{name}.log").read_text()

    def leaks(self) -> list[str]:
        """Name the files that hold a password."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink()]
        return [str(path) for path in files if holds_canary(path.read_bytes())]

    def _options(self, name: str, options: tuple[str, ...]) -> list[str]:
        return [name, "--config", str(self._config), *options]


class ProcessWatch:
    """Looks at the command line and the environment of each process of the machine, again and again."""

    def __init__(self) -> None:
        self.leaks: set[str] = set()
        self.seen = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "ProcessWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_WATCH_S):
            for folder in Path("/proc").glob("[0-9]*"):
                for name in ("cmdline", "environ"):
                    with suppress(OSError):
                        content = (folder / name).read_bytes()
                        self.seen += 1
                        if holds_canary(content):
                            self.leaks.add(f"{name}: {content[:200]!r}")


def write_config(path: Path, tables: Mapping[str, Mapping[str, object]]) -> Path:
    """Write a configuration file of tables whose values are as JSON writes them, which TOML reads too."""
    lines: list[str] = []
    for table, content in tables.items():
        lines += [f"[{table}]", *(f"{name} = {json.dumps(value)}" for name, value in content.items())]
    path.write_text("\n".join(lines) + "\n")
    return path


def address_in(plant: Plant, name: str) -> str:
    """Return the address that a command says it serves on, once it does."""
    pattern = re.compile(r"page and API at (http://[0-9.:]+)")
    return wait_until(lambda: pattern.search(plant.log(name)), PATIENCE_S, "the API is there")[1]
