"""The command `flir-iqa chaos`."""

import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.status import Status

from chaos.catalogue import SCENARIOS, choose
from chaos.printing import complaints_of, line_of, listing_of, table_of
from chaos.report import Report
from chaos.run import Runner
from chaos.scenario import Scenario

EXAMPLES = """
\b
Examples:
  flir-iqa chaos                                        all of it, in about 20 minutes on two cores
  flir-iqa chaos --list
  flir-iqa chaos --only kill-flow --only kill-broker
  flir-iqa chaos --seed 7 --json chaos.json --logs chaos-logs
"""

_WIDTH = 140
_path = click.Path(path_type=Path)


@click.command(epilog=EXAMPLES)
@click.option("--only", "names", multiple=True, metavar="NAME", help="Play this scenario alone; may be given again.")
@click.option("--list", "listing", is_flag=True, help="Tell which scenarios there are, and end.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same one draws the same moments.")
@click.option("--json", "json_path", type=_path, help="Write the table as JSON here too.")
@click.option(
    "--logs", type=_path, help="Keep all logs here.  [default: a temporary folder, kept where a promise was broken]"
)
def chaos(names: Sequence[str], listing: bool, seed: int, json_path: Path | None, logs: Path | None) -> None:
    """Break real parts on purpose - Kafka, the flow, cameras, disks - and count on the topics what is lost.

    Exit code 1 if any promise was broken; the logs are kept then.
    """
    console = _wide_console()
    chosen = choose(names)
    if listing:
        console.print(listing_of(SCENARIOS))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as Ctrl-C: all that was started is ended
    folder = logs or Path(tempfile.mkdtemp(prefix="flir-iqa-chaos-"))
    reports: list[Report] = []
    try:
        _play(chosen, folder, seed, reports)
    finally:  # also of a run that is broken off there is something to tell
        _tell(console, reports, json_path)
    if not all(report.kept for report in reports):
        sys.exit(1)
    if logs is None:
        shutil.rmtree(folder, ignore_errors=True)


def _play(scenarios: Sequence[Scenario], logs: Path, seed: int, reports: list[Report]) -> None:
    """Play all, and show a person who waits what goes on; what each found is put into `reports`."""
    shown = Console(stderr=True)
    with Runner(logs, seed) as runner, shown.status("") as status:
        for count, scenario in enumerate(scenarios, 1):
            head = f"{count} of {len(scenarios)} {scenario.name}: "
            reports.append(runner.play(scenario, partial(_show, status, head)))
            shown.print(line_of(reports[-1]))


def _tell(console: Console, reports: Sequence[Report], json_path: Path | None) -> None:
    console.print(table_of(reports))
    if json_path is not None:
        json_path.write_text(json.dumps([report.to_json() for report in reports], indent=2) + "\n", encoding="utf-8")
    for complaint in (line for report in reports for line in complaints_of(report)):
        console.print(complaint, style="red", markup=False)


def _show(status: Status, head: str, text: str) -> None:
    status.update(head + text)


def _wide_console() -> Console:
    """Return standard output; where it is no terminal, wide enough for the table."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDTH)
