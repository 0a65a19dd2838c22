"""Takes many cameras into the fleet: the good rows all in one, and of each other one why not."""

from collections.abc import Sequence
from typing import Any

from control.camera_bodies import ImportAnswer, ImportedRow
from control.errors import ReadOnlyCameraError
from control.fleet import Fleet, NewCamera
from control.import_rows import Row
from flir_iqa.errors import SettingsError

_WISHES = ("running", "paused", None)


def take_rows(fleet: Fleet, rows: Sequence[Row]) -> ImportAnswer:
    """Check each row, keep the good ones, and say what became of each.

    Raises:
        StoreError: They could not be kept; then none is.
    """
    good: dict[str, NewCamera] = {}
    refused: dict[int, str] = {}
    for row in rows:
        try:
            good[_new_id(row, good)] = _checked(fleet, row)
        except (SettingsError, ReadOnlyCameraError) as error:
            refused[row.number] = str(error)
    outcome = fleet.put(good)
    told = [_told(row, refused.get(row.number), outcome) for row in rows]
    count = {name: sum(one.result == name for one in told) for name in ("created", "replaced", "unchanged", "refused")}
    return ImportAnswer(**count, rows=told)


def _new_id(row: Row, before: dict[str, NewCamera]) -> str:
    if row.camera_id in before:
        message = f"the id {row.camera_id[:140]!r} stands in an earlier row too"
        raise SettingsError(message)
    return row.camera_id


def _checked(fleet: Fleet, row: Row) -> NewCamera:
    if row.error is not None:
        raise SettingsError(row.error)
    table = dict(row.table)
    wanted: Any = table.pop("wanted", None)
    if wanted not in _WISHES:
        message = f"wanted: expected running or paused, got {wanted!r:.40}"
        raise SettingsError(message)
    fleet.check_writable(row.camera_id)
    return fleet.check(row.camera_id, table, wanted)


def _told(row: Row, error: str | None, outcome: dict[str, Any]) -> ImportedRow:
    camera_id = row.camera_id[:140] or None
    if error is not None:
        return ImportedRow(row=row.number, id=camera_id, result="refused", error=error)
    return ImportedRow(row=row.number, id=camera_id, result=outcome[row.camera_id])
