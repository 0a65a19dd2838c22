"""`flir-iqa cameras add`, `remove` and `import`: which cameras there are."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flir_iqa.errors import SettingsError
from operate.api.client import ControlPlane, camera_path
from operate.api.options import api_options
from operate.cameras.description import described, description_options
from plumbing.redaction import redact

_TYPES: Final = {".csv": "text/csv", ".toml": "application/toml"}
_LARGEST_BYTES: Final = 16 * 2**20
_IMPORT_S: Final = 120.0


@click.command("add", short_help="Make a camera, or replace it.")
@click.argument("camera_id", metavar="ID")
@click.argument("address", metavar="URL")
@description_options
@click.option("--paused", is_flag=True, help="Describe it only; flir-iqa cameras resume starts it.")
@api_options
def add(plane: ControlPlane, camera_id: str, address: str, paused: bool, **options: Any) -> None:
    """Make a camera, or replace the one of this id; it runs unless it is paused."""
    wanted = "paused" if paused else None
    plane.request("PUT", camera_path(camera_id), json=described(url=address, wanted=wanted, **options))
    click.echo(f"{camera_id}: {redact(address)} {'is described, and paused' if paused else 'is described'}", err=True)


@click.command("remove", short_help="Remove cameras.")
@click.argument("camera_ids", metavar="ID...", nargs=-1, required=True)
@api_options
def remove(plane: ControlPlane, camera_ids: tuple[str, ...]) -> None:
    """Remove cameras; what was scored of them stays."""
    for camera_id in camera_ids:
        plane.request("DELETE", camera_path(camera_id))
        click.echo(f"{camera_id} is removed", err=True)


@click.command("import", short_help="Make or replace the cameras of a CSV or TOML file.")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the control plane on standard output.")
@api_options
@click.pass_context
def import_cameras(context: click.Context, /, plane: ControlPlane, path: Path, as_json: bool) -> None:
    """Make or replace the cameras of a CSV or TOML file; exit code 1 where a row cannot be used.

    CSV has a head line with id, url and any of username, password, fps, transport, loop; TOML has [cameras.<id>] tables
    as the configuration has.
    """
    headers = {"Content-Type": _type_of(path)}
    answer = plane.request("POST", "/v1/cameras/import", content=_read(path), headers=headers, timeout=_IMPORT_S)
    rows = _rows(answer)
    bad = [row for row in rows if row.get("error")]
    if as_json:
        click.echo(json.dumps(answer))
    else:
        if bad:
            Console().print(_draw(bad))
        click.echo(f"{len(rows) - len(bad)} of {len(rows)} cameras are imported", err=True)
    context.exit(1 if bad else 0)


def _type_of(path: Path) -> str:
    if path.suffix.lower() not in _TYPES:
        message = f"expected a file that ends in {' or '.join(_TYPES)}, got {str(path)!r}"
        raise SettingsError(message)
    return _TYPES[path.suffix.lower()]


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(_LARGEST_BYTES + 1)
    if len(content) > _LARGEST_BYTES:
        message = f"expected a file of at most {_LARGEST_BYTES} bytes, {str(path)!r} is larger"
        raise SettingsError(message)
    return content


def _rows(answer: Any) -> list[Mapping[str, Any]]:
    rows = answer.get("rows") if isinstance(answer, dict) else None
    return [row for row in rows or () if isinstance(row, dict)]


def _draw(rows: list[Mapping[str, Any]]) -> Table:
    table = Table("row", "camera", "why not", box=None, pad_edge=False)
    for row in rows:
        table.add_row(str(row.get("row", "")), Text(str(row.get("id") or "")), Text(redact(str(row["error"]))))
    return table
