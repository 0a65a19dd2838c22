"""The command `flir-iqa recording recover`."""

from pathlib import Path

import click

from recording.commands.common import compression_option, out_option, progress_line, recording_argument
from recording.copying import recover as recover_recording
from recording.writer import WriterSettings

_MOST_LINES = 20

EXAMPLES = """
\b
Examples:
  flir-iqa recording recover night.mcap --out night-recovered.mcap
"""


@click.command(epilog=EXAMPLES)
@recording_argument
@out_option
@compression_option
def recover(path: Path, out: Path, compression: WriterSettings) -> None:
    """Get all messages that are whole out of a recording that was cut off or damaged, into a new one."""
    with progress_line("recovering") as progress:
        n_messages, problems = recover_recording(path, out, compression, progress)
    for problem in problems[:_MOST_LINES]:
        click.echo(f"left out: {problem}", err=True)
    if len(problems) > _MOST_LINES:
        click.echo(f"and {len(problems) - _MOST_LINES} more places", err=True)
    click.echo(f"{out}: {n_messages} messages")
