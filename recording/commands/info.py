"""The command `flir-iqa recording info`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from recording.commands.common import json_option
from recording.info import RecordingInfo
from recording.moments import show_duration, show_moment
from recording.reader import open_recording

_MOST_ROWS = 50

EXAMPLES = """
\b
Examples:
  flir-iqa recording info night.mcap
  flir-iqa recording info --json night-0001.mcap night-0002.mcap
"""


@click.command(epilog=EXAMPLES)
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def info(paths: tuple[Path, ...], as_json: bool) -> None:
    """Say what is in recordings: time, topics, cameras, gaps, and whether a file was completed."""
    console = Console()
    for path in paths:
        with open_recording(path) as recording:
            found = recording.info
        if as_json:
            click.echo(json.dumps(to_dict(found)))
        else:
            console.print(draw(found))


def to_dict(found: RecordingInfo) -> dict[str, Any]:
    """Return it for JSON."""
    return {
        **asdict(found),
        "path": str(found.path),
        "n_messages": found.n_messages,
        "duration_s": found.duration_ns / 1e9,
    }


def draw(found: RecordingInfo) -> Table:
    """Return it for a terminal."""
    table = Table(title=escape(str(found.path)), show_header=False, title_justify="left")
    span = "no messages"
    if found.first_ns is not None and found.last_ns is not None:
        length = show_duration(found.duration_ns)
        span = f"{show_moment(found.first_ns)} to {show_moment(found.last_ns)}, {length}"
    rows = {
        "time": span,
        "messages": f"{found.n_messages}, {found.n_messages / (found.duration_ns / 1e9 or 1):.1f} a second",
        "topics": _listed(found.topics.items()),
        "cameras": _listed(found.cameras.items()),
        "gaps": _gaps(found),
        "file": f"{found.n_bytes / 1e6:.1f} MB in {found.n_chunks} chunks, {', '.join(found.compression) or 'none'}",
        "written by": found.library + (" (no Kafka records: pictures only)" if found.foreign else ""),
        "completed": "yes" if found.closed else "no: it was cut off; recording recover completes it",
    }
    for name, text in rows.items():
        table.add_row(name, escape(_printable(text)))
    return table


def _printable(text: str) -> str:
    """Return a text from a file that nobody vouches for without what a terminal would obey."""
    return "".join(each if each.isprintable() or each == "\n" else "?" for each in text)


def _gaps(found: RecordingInfo) -> str:
    lines = [
        f"{gap.topic}-{gap.partition}: offsets {gap.from_offset} to "
        f"{'?' if gap.to_offset is None else gap.to_offset - 1}, {gap.reason}"
        for gap in found.gaps[:_MOST_ROWS]
    ]
    more = len(found.gaps) - len(lines)
    return "\n".join([*lines, *([f"and {more} more"] if more else [])]) or "none"


def _listed(counts: Any) -> str:
    lines = [f"{name}: {count}" for name, count in counts]
    more = len(lines) - _MOST_ROWS
    return "\n".join([*lines[:_MOST_ROWS], *([f"and {more} more"] if more > 0 else [])]) or "none"
