"""What the commands that compare two models share: their limits, and how they end."""

import json
import sys
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click
from rich.console import Console

from flir_iqa.drift.printing import print_report
from flir_iqa.drift.report import DriftReport

_BEYOND_LIMITS: Final = 3

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


def limit_options(command: CommandT) -> CommandT:
    """Give a command `--max-flips` and `--max-mean-difference`."""
    mean = click.option(
        "--max-mean-difference",
        type=click.FloatRange(0, 1),
        help="Largest mean absolute difference of quality that a camera may have.",
    )
    flips = click.option("--max-flips", type=click.IntRange(0), help="Most frames that may be clean to one model only.")
    return flips(mean(command))


def show_and_end(report: DriftReport, *, as_json: bool) -> None:
    """Print a report; ends the command with 3 where a limit was passed."""
    if as_json:
        click.echo(json.dumps(report.as_json(), allow_nan=False, indent=2))
    else:
        print_report(report, Console())
    if report.breaches:
        sys.exit(_BEYOND_LIMITS)
