"""The command `flir-iqa status`."""

import json
import sys
from collections.abc import Callable
from typing import Any

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from operate.api.client import ControlPlane
from operate.api.errors import AwayError
from operate.api.options import api_options
from operate.status.drawing import draw
from operate.status.snapshot import take
from plumbing.stopping import Stopper

EXAMPLES = """
\b
Examples:
  flir-iqa status                        a live table until Ctrl-C
  flir-iqa status --once                 exit code 0 where all is well, 1 where not
  flir-iqa status --json | jq .summary
  flir-iqa status --url http://control:8000 --token file:api_token
"""

EVERY_HELP = "Seconds from one look to the next.  [default: 1]"
_LEAST_ROWS = 5
_OTHER_LINES = 8


@click.command(epilog=EXAMPLES)
@click.option("--once", is_flag=True, help="Print the state once, and end; so it is where there is no terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print the state once, as JSON on standard output.")
@click.option("--every", "every_s", default=1.0, type=click.FloatRange(0.2, 3600), metavar="X", help=EVERY_HELP)
@api_options
@click.pass_context
def status(context: click.Context, /, plane: ControlPlane, once: bool, as_json: bool, every_s: float) -> None:
    """Show the fleet of a control plane, the cameras with the greatest trouble first.

    A control plane that is away is said and waited for. With --once or --json it is an error, and a fleet that is not
    well is exit code 1.
    """
    if not (once or as_json) and sys.stdout.isatty():
        _watch(plane, every_s)
        return
    snapshot = take(plane)
    if as_json:
        click.echo(json.dumps(snapshot.to_dict()))
    else:
        Console().print(draw(snapshot, len(snapshot.views)))
    context.exit(0 if snapshot.health == "ok" and not any(row.is_lost for row in snapshot.rows) else 1)


def _watch(plane: ControlPlane, every_s: float) -> None:
    stopper = Stopper()
    stopper.listen()
    console = Console()
    with Live(console=console, auto_refresh=False, screen=True) as live:
        watch(
            plane, lambda: max(_LEAST_ROWS, console.height - _OTHER_LINES), live.update, lambda: stopper.wait(every_s)
        )


def watch(plane: ControlPlane, most: Callable[[], int], show: Callable[..., Any], is_over: Callable[[], bool]) -> None:
    """Show the fleet again and again; a control plane that is away is waited for.

    Args:
        plane: Whom to ask.
        most: Says how many cameras have room.
        show: Takes what is drawn, and `refresh=True`.
        is_over: Waits a moment, and says whether to end.

    Raises:
        ApiError: It refuses; waiting would not help.
    """
    while True:
        try:
            show(draw(take(plane), most()), refresh=True)
        except AwayError as error:
            show(Text(f"{error}\nwaiting for it; Ctrl-C ends", "yellow"), refresh=True)
        if is_over():
            return
