"""The command `flir-iqa recording merge`."""

from pathlib import Path

import click

from recording.commands.common import compression_option, out_option, progress_line
from recording.copying import merge as merge_recordings
from recording.writer import WriterSettings

EXAMPLES = """
\b
Examples:
  flir-iqa recording merge night-0001.mcap night-0002.mcap --out night.mcap
  flir-iqa recording merge frames.mcap results.mcap --out all.mcap
"""


@click.command(epilog=EXAMPLES)
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@out_option
@compression_option
def merge(paths: tuple[Path, ...], out: Path, compression: WriterSettings) -> None:
    """Put several recordings into a new one in the order of time; what is in several of them comes once."""
    with progress_line("merging") as progress:
        n_messages = merge_recordings(paths, out, compression, progress)
    click.echo(f"{out}: {n_messages} messages")
