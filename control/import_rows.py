"""Many cameras at once, out of CSV or TOML: one description a row, or why a row is none."""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flir_iqa.errors import SettingsError

COLUMNS: Final = ("id", "url", "username", "password", "fps", "transport", "loop", "wanted")
_MOST_ROWS: Final = 20_000
_WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One camera as the file has it, not checked."""

    number: int
    """Counts from 1."""
    camera_id: str
    table: Mapping[str, Any]
    error: str | None = None
    """Why the row is no description at all."""


def rows_of_csv(text: str) -> list[Row]:
    """Read CSV with a head; a column that is empty in a row is not given.

    Raises:
        SettingsError: It is no CSV, has other columns, or too many rows.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        _check_head(head)
        rows = [cells for _, cells in zip(range(_MOST_ROWS + 1), (one for one in reader if any(one)), strict=False)]
    except csv.Error as error:
        message = f"line {reader.line_num} is not valid CSV: {error}"
        raise SettingsError(message) from error
    _check_count(len(rows))
    return [_row(number, head, cells) for number, cells in enumerate(rows, 1)]


def rows_of_toml(text: str) -> list[Row]:
    """Read the tables `[cameras.<id>]`, as the configuration file has them; `wanted` may stand in each.

    Raises:
        SettingsError: It is no TOML, has no such tables, or too many.
    """
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"the body is not valid TOML: {error}"
        raise SettingsError(message) from error
    cameras = document.get("cameras")
    if not isinstance(cameras, dict) or len(document) > 1:
        message = "expected tables [cameras.<id>] and nothing else"
        raise SettingsError(message)
    _check_count(len(cameras))
    return list(_tables(cameras))


def _tables(cameras: Mapping[str, Any]) -> Iterator[Row]:
    for number, (camera_id, table) in enumerate(cameras.items(), 1):
        if isinstance(table, dict):
            yield Row(number, camera_id, table)
        else:
            yield Row(number, camera_id, {}, f"expected a table with a url, got {type(table).__name__}")


def _row(number: int, head: list[str], cells: list[str]) -> Row:
    given = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if cell.strip()}
    camera_id = given.pop("id", "")
    if len(cells) != len(head):
        return Row(number, camera_id, {}, f"expected {len(head)} cells, got {len(cells)}")
    try:
        return Row(number, camera_id, {name: _value(name, cell) for name, cell in given.items()})
    except SettingsError as error:
        return Row(number, camera_id, {}, str(error))


def _value(name: str, cell: str) -> object:
    if name == "fps" and cell != "all":
        try:
            return float(cell)
        except ValueError:
            message = f"fps: expected a number or 'all', got {cell[:40]!r}"
            raise SettingsError(message) from None
    if name == "loop":
        if cell.lower() not in _WORDS:
            message = f"loop: expected true or false, got {cell[:40]!r}"
            raise SettingsError(message)
        return _WORDS[cell.lower()]
    return cell


def _check_head(head: list[str]) -> None:
    unknown = [name for name in head if name not in COLUMNS]
    if unknown or not {"id", "url"} <= set(head) or len(set(head)) < len(head):
        message = f"expected a first line with the columns id and url, and any of {', '.join(COLUMNS[2:])}, each once"
        raise SettingsError(message + (f"; got {unknown[0][:40]!r}" if unknown else ""))


def _check_count(n_rows: int) -> None:
    if not 0 < n_rows <= _MOST_ROWS:
        message = f"expected 1 to {_MOST_ROWS} cameras, got {'none' if not n_rows else 'more'}"
        raise SettingsError(message)
