"""The configuration document: one TOML file, or the same as one JSON line from a parent process."""

import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

from flir_iqa.errors import SettingsError

DEFAULT_FILE: Final = Path("flir-iqa.toml")
FROM_PARENT: Final = "-"
TABLES: Final = frozenset({"kafka", "topics", "produce", "flow", "serve", "train", "cameras", "log"})
"""The tables that a document may have; another name is a slip of the pen."""

_LARGEST_BYTES: Final = 16 * 2**20
"""Ten thousand cameras take some three megabytes."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a configuration file holds, and where it came from."""

    origin: str = "defaults"
    tables: Mapping[str, Any] = field(default_factory=dict)
    from_parent: bool = False
    """Whether a parent process gave it on standard input; then that input stays open as the sign of its life."""

    def table(self, name: str) -> Mapping[str, Any]:
        """Return one table; empty where there is none."""
        table = self.tables.get(name, {})
        if not isinstance(table, Mapping):
            message = f"expected a table [{name}] in {self.origin}, got {type(table).__name__}"
            raise SettingsError(message)
        return table


def read_document(source: str | None, stdin: TextIO | None = None) -> Document:
    """Read the configuration.

    Args:
        source: A path; `-` for one JSON line on standard input (what a parent process sends); `None` for
            `flir-iqa.toml` in the working directory where there is one, else nothing.
        stdin: Where `-` reads; `sys.stdin` by default.

    Raises:
        SettingsError: The file is missing or broken, or has a table that no room knows.
    """
    if source == FROM_PARENT:
        return _checked(Document("standard input", _parse_line((stdin or sys.stdin).readline()), from_parent=True))
    if source is None and not DEFAULT_FILE.is_file():
        return Document()
    path = Path(source) if source is not None else DEFAULT_FILE
    content = _read(path)
    try:
        tables = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is none of tomllib's own errors
        message = f"the configuration file {str(path)!r} is not valid TOML: {error}"
        raise SettingsError(message) from error
    return _checked(Document(str(path), tables))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:  # the latter of a path that holds a null byte
        message = f"cannot read the configuration file {str(path)!r}: {getattr(error, 'strerror', None) or error}"
        raise SettingsError(message) from error
    if len(content) > _LARGEST_BYTES:
        message = f"expected a configuration file of at most {_LARGEST_BYTES} bytes, {str(path)!r} is larger"
        raise SettingsError(message)
    return content


def _parse_line(line: str) -> Mapping[str, Any]:
    try:
        tables = json.loads(line)
    except ValueError:
        message = "expected the settings as one line of JSON on standard input"
        raise SettingsError(message) from None  # the line may hold secrets
    if not isinstance(tables, dict):
        message = "expected the settings as one JSON object on standard input"
        raise SettingsError(message)
    return tables


def _checked(document: Document) -> Document:
    unknown = sorted(set(document.tables) - TABLES)
    if unknown:
        message = f"unknown table {unknown[0][:100]!r} in {document.origin}; there are {', '.join(sorted(TABLES))}"
        raise SettingsError(message)
    return document
