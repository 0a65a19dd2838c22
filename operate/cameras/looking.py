"""`flir-iqa cameras list` and `test`: nothing is changed."""

import base64
import binascii
import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from operate.api.camera_row import CameraRow, views_of
from operate.api.client import ControlPlane
from operate.api.errors import ApiError
from operate.api.options import api_options
from operate.api.tables import draw_cameras
from operate.cameras.description import described, description_options
from plumbing.redaction import redact

_TRIAL_S = 90.0


@click.command("list", short_help="List the cameras and how each does.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of GET /v1/cameras on standard output.")
@api_options
def list_cameras(plane: ControlPlane, as_json: bool) -> None:
    """List the cameras: what is wanted of each, what it does, and how good its pictures are."""
    views = views_of(plane.get("/v1/cameras"))
    if as_json:
        click.echo(json.dumps(views))
        return
    if not views:
        click.echo("there is no camera: flir-iqa cameras add gate rtsp://192.0.2.7/stream", err=True)
        return
    Console().print(draw_cameras(CameraRow.read(view) for view in views))


@click.command("test", short_help="Try a camera before it is kept.")
@click.argument("address", metavar="[URL]", required=False)
@click.option(
    "--id", "camera_id", metavar="ID", help="A camera that is described there; what else is given counts first."
)
@description_options
@click.option("--picture", type=click.Path(path_type=Path), help="Where to put the picture that came, as JPEG.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output, without the picture.")
@api_options
def test_camera(
    plane: ControlPlane, address: str | None, camera_id: str | None, picture: Path | None, as_json: bool, **options: Any
) -> None:
    """Have the control plane try a camera, and say what came or why nothing did; nothing is kept."""
    if address is None and camera_id is None:
        message = "expected the URL of a camera, or --id ID of one that is described"
        raise click.UsageError(message)
    body = described(url=address, id=camera_id, **options)
    answer = plane.request("POST", "/v1/cameras/test", json=body, timeout=_TRIAL_S)
    if not isinstance(answer, dict):
        message = "expected what a trial gave, got something else: is --url a control plane of flir-iqa?"
        raise ApiError(message)
    snapshot = answer.pop("snapshot", None)
    if as_json:
        click.echo(json.dumps(answer))
    if not answer.get("ok"):
        raise ApiError(redact(str(answer.get("error") or "no frame came")))
    if picture is not None:
        picture.write_bytes(_jpeg(snapshot))
    if not as_json:
        rate = f", {answer['fps']:g} frames/s" if isinstance(answer.get("fps"), float | int) else ""
        click.echo(f"{answer.get('codec')} {answer.get('width')} x {answer.get('height')}{rate}")


def _jpeg(snapshot: object) -> bytes:
    try:
        return base64.b64decode(str(snapshot or "?").rpartition(",")[2], validate=True)
    except binascii.Error as error:
        message = "expected the picture in base64, the answer holds none"
        raise ApiError(message) from error
