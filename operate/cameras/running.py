"""`flir-iqa cameras pause`, `resume` and `restart`: what is wanted of cameras."""

from collections.abc import Sequence

import click

from operate.api.client import ControlPlane, camera_path
from operate.api.options import api_options

_ids = click.argument("camera_ids", metavar="ID...", nargs=-1, required=True)


@click.command("pause", short_help="Want cameras to pause.")
@_ids
@api_options
def pause(plane: ControlPlane, camera_ids: tuple[str, ...]) -> None:
    """Want cameras to pause; that holds over restarts, until they are resumed."""
    _each(plane, camera_ids, "pause", "is to pause")


@click.command("resume", short_help="Want cameras to run again.")
@_ids
@api_options
def resume(plane: ControlPlane, camera_ids: tuple[str, ...]) -> None:
    """Want cameras to run again."""
    _each(plane, camera_ids, "resume", "is to run")


@click.command("restart", short_help="Close cameras and open them anew.")
@click.argument("camera_ids", metavar="[ID...]", nargs=-1)
@click.option("--failed", is_flag=True, help="Restart all cameras that have failed, and no others.")
@api_options
def restart(plane: ControlPlane, camera_ids: tuple[str, ...], failed: bool) -> None:
    """Close cameras and open them anew."""
    if failed == bool(camera_ids):
        message = "expected either ids of cameras or --failed"
        raise click.UsageError(message)
    if failed:
        plane.request("POST", "/v1/cameras/restart", params={"only_failed": "true"})
        click.echo("what has failed is to start anew", err=True)
    _each(plane, camera_ids, "restart", "is to start anew")


def _each(plane: ControlPlane, camera_ids: Sequence[str], action: str, words: str) -> None:
    for camera_id in camera_ids:
        plane.request("POST", camera_path(camera_id, action))
        click.echo(f"{camera_id} {words}", err=True)
