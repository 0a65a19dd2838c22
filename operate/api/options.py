"""The options by which a command finds its control plane."""

import functools
import os
from collections.abc import Callable
from typing import Any, Final

import click

from operate.api.client import ControlPlane
from plumbing.secrets import resolve

TOKEN_VARIABLE: Final = "FLIR_IQA_API_TOKEN"  # noqa: S105 - a name
URL_VARIABLE: Final = "FLIR_IQA_API_URL"
_URL_HELP: Final = f"Address of the control plane.  [default: http://127.0.0.1:8000; {URL_VARIABLE}]"
_TOKEN_HELP: Final = f"Bearer token: file:PATH or env:NAME.  [default: env:{TOKEN_VARIABLE}, where it is set]"


def api_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a click command `--url` and `--token`, and pass it a `ControlPlane` as `plane`."""

    @functools.wraps(command)
    def with_plane(*, url: str, token: str | None, **options: Any) -> Any:
        reference = token or (f"env:{TOKEN_VARIABLE}" if os.environ.get(TOKEN_VARIABLE) else None)
        with ControlPlane(url, None if reference is None else resolve(reference)) as plane:
            return command(plane=plane, **options)

    decorated = click.option("--token", metavar="REF", help=_TOKEN_HELP)(with_plane)
    default = "http://127.0.0.1:8000"
    return click.option("--url", envvar=URL_VARIABLE, default=default, metavar="URL", help=_URL_HELP)(decorated)
