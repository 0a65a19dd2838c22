"""The command `flir-iqa doctor`."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from control.settings import ServeSettings
from operate.doctor.catalogue import NAMES, chosen
from operate.doctor.report import count, draw, examine, to_dict
from operate.doctor.setup import read_setup
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_settings import LogSettings
from plumbing.logs import set_up_logging
from plumbing.settings import unread_options

EXAMPLES = """
\b
Examples:
  flir-iqa doctor                                      all checks, with flir-iqa.toml where there is one
  flir-iqa doctor --config plant.toml --only kafka,tls,topics
  flir-iqa doctor --only cameras --camera gate=rtsp://192.0.2.7/stream
  flir-iqa doctor --read-only --json | jq '.findings[] | select(.state != "ok")'
"""


TIMEOUT_HELP = "Seconds that a broker has to answer.  [default: 10]"


@click.command(epilog=EXAMPLES)
@click.option("--only", metavar="NAMES", help=f"Make these checks alone, with commas: some of {', '.join(NAMES)}.")
@click.option("--camera", "flags", multiple=True, metavar="ID=URL", help="A camera to try beside the configured ones.")
@click.option("--model", type=click.Path(path_type=Path), help="Model file to try.  [default: as flir-iqa flow has it]")
@click.option("--threads", type=int, help="Threads that score a frame.  [default: as flir-iqa flow has it]")
@click.option("--timeout", "timeout_s", default=10.0, type=click.FloatRange(0.5, 300), metavar="X", help=TIMEOUT_HELP)
@click.option("--read-only", is_flag=True, help="Leave out the check of the clock, which makes a topic for a moment.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")
@unread_options(KafkaSettings, TopicSettings, ServeSettings)
@click.pass_context
def doctor(
    context: click.Context,
    /,
    config: str | None,
    given: dict[str, dict[str, object]],
    only: str | None,
    flags: tuple[str, ...],
    timeout_s: float,
    read_only: bool,
    as_json: bool,
    **flow: Any,
) -> None:
    """Look at all that a fleet needs, and say of each thing whether it is well, and what to do where it is not.

    Reach and names of the brokers, TLS and days until certificates expire, login, topics, clocks, disk, ports, secrets,
    the model and each camera. The exit code is 1 where something fails, and 0 with warnings. It changes nothing; the
    check of the clock makes a topic of its own and removes it at once (--read-only leaves that out).
    """
    set_up_logging(LogSettings(level="warning"))  # the lines that count are those of the report
    try:
        checks = chosen(only, read_only)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--only") from error
    setup = read_setup(config, {**given, "flow": flow}, flags, timeout_s)
    with Console(stderr=True).status("looking") as status:
        lines = examine(setup, checks, status.update)
    if as_json:
        click.echo(json.dumps(to_dict(lines)))
    else:
        Console().print(draw(lines))
    context.exit(1 if count(lines, "failure") else 0)
