"""The command `flir-iqa demo`."""

import sys

import click
from rich.console import Console

from plumbing.stopping import Stopper
from sandbox.demo.run import Demo

_GRACE_S = 60.0

EXAMPLES = """
\b
Examples:
  flir-iqa demo
  flir-iqa demo --seconds 30     ends by itself; exit code 0 only if each frame went all the way, once
"""


@click.command(epilog=EXAMPLES)
@click.option("--seconds", type=click.FloatRange(min=1), help="End after so many seconds of scoring, with a summary.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port of the page  [default: 8000, or a free one]")
def demo(seconds: float | None, port: int | None) -> None:
    """Run everything on this machine: Kafka, an RTSP camera, the scoring, the page.

    The camera's film goes through clean, blurred, noisy, over-exposed and recovered phases.
    """
    stopper = Stopper(_GRACE_S)
    stopper.listen()
    console = Console()
    summary = Demo(console, stopper, port).run(seconds)
    if summary is None:
        console.print("Ended before the first score.")
        sys.exit(1)
    if not summary.succeeded:
        console.print(f"[red]Failed: {summary.lost} frames lost, {summary.doubled} scored twice.[/]")
        sys.exit(1)
