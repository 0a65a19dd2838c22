"""The command `flir-iqa recording check`."""

import json
from pathlib import Path

import click

from recording.checking import check as check_recording
from recording.commands.common import json_option, progress_line, recording_argument

_MOST_LINES = 20

EXAMPLES = """
\b
Examples:
  flir-iqa recording check night.mcap
  flir-iqa recording check --json night.mcap
"""


@click.command(epilog=EXAMPLES)
@recording_argument
@json_option
@click.pass_context
def check(context: click.Context, path: Path, as_json: bool) -> None:
    """Check a recording from end to end; the exit code is 1 where it is damaged.

    Problems are damage: checksums, records that are cut off, envelopes without their values, counts that are wrong.
    Remarks are about what was recorded as it was: pictures that are none, offsets that go back.
    """
    with progress_line("checking") as progress:
        findings = check_recording(path, progress)
    problems, remarks = findings.counts["problems"], findings.counts["remarks"]
    if as_json:
        fields = {"path": str(path), "n_messages": findings.n_messages, "n_problems": problems, "n_remarks": remarks}
        click.echo(json.dumps({**fields, "problems": findings.problems, "remarks": findings.remarks}))
    else:
        _print("problem", findings.problems, problems)
        _print("remark", findings.remarks, remarks)
        verdict = "damaged; flir-iqa recording recover gets out what is whole" if problems else "whole"
        click.echo(f"{path}: {findings.n_messages} messages, {problems} problems, {remarks} remarks: {verdict}")
    context.exit(1 if problems else 0)


def _print(kind: str, texts: list[str], count: int) -> None:
    for text in texts[:_MOST_LINES]:
        click.echo(f"{kind}: {text}")
    if count > _MOST_LINES:
        click.echo(f"and {count - _MOST_LINES} more: see --json")
