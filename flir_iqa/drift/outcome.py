"""What the commands that compare two models share: their limits, and how they end."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from rich.console import Console

from flir_iqa.drift.figure import draw_drift
from flir_iqa.drift.printing import print_report
from flir_iqa.drift.report import DriftReport
from flir_iqa.scoring_cli.picture_file import check_picture_name, write_picture

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


def figure_option(command: CommandT) -> CommandT:
    """Give a command `--figure`; a name that is no picture's is refused before the work."""
    return click.option(
        "--figure",
        type=click.Path(path_type=Path),
        metavar="PICTURE",
        callback=_checked,
        help="Draw how the differences are spread, camera by camera.",
    )(command)


def _checked(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None:
        check_picture_name(path)
    return path


def show_and_end(report: DriftReport, *, as_json: bool, figure: Path | None) -> None:
    """Print a report, and draw it into `figure`; ends the command with 3 where a limit was passed.

    Raises:
        PictureFileError: The figure cannot be written.
    """
    if figure is not None:
        write_picture(figure, draw_drift(report))
    if as_json:
        click.echo(json.dumps(report.as_json(), allow_nan=False, indent=2))
    else:
        print_report(report, Console())
    if report.breaches:
        sys.exit(_BEYOND_LIMITS)
