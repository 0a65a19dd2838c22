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
            message = f"expected a table [{name}] in {self.origin}, got {table!r}"
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
    try:
        return _checked(Document(str(path), tomllib.loads(path.read_text(encoding="utf-8"))))
    except OSError as error:
        message = f"cannot read the configuration file {str(path)!r}: {error.strerror}"
        raise SettingsError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"the configuration file {str(path)!r} is not valid TOML: {error}"
        raise SettingsError(message) from error


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
        message = f"unknown table {unknown[0]!r} in {document.origin}; there are {', '.join(sorted(TABLES))}"
        raise SettingsError(message)
    return document
