"""What a camera is to be, from the options of a command, as the API takes it."""

from collections.abc import Callable
from typing import Any

import click

from flir_iqa.errors import SettingsError
from plumbing.secrets import resolve

_OPTIONS = (
    click.option("--username", metavar="NAME", help="Account on the camera."),
    click.option("--password", metavar="REF", help="Its password, read here: file:PATH or env:NAME."),
    click.option("--fps", metavar="X", help="Frames a second to publish, or all.  [default: 5]"),
    click.option(
        "--transport", type=click.Choice(["tcp", "udp"]), help="How RTSP carries the pictures.  [default: tcp]"
    ),
    click.option("--loop/--no-loop", default=None, help="Whether a film or folder begins again at its end."),
)


def description_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a click command the options that describe a camera."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def described(*, password: str | None, fps: str | None, **others: Any) -> dict[str, Any]:
    """Return the body of a request; it holds the password itself.

    Raises:
        SettingsError: An option cannot be used.
    """
    body: dict[str, Any] = {name: value for name, value in others.items() if value is not None}
    if password is not None:
        body["password"] = resolve(password).get_secret_value()
    if fps is not None:
        body["fps"] = _rate(fps)
    return body


def _rate(text: str) -> float | str:
    if text == "all":
        return text
    try:
        return float(text)
    except ValueError as error:
        message = f"expected --fps as a number above 0, or all, got {text[:40]!r}"
        raise SettingsError(message) from error
