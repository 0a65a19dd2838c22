"""The command `flir-iqa reconcile`."""

import json
import time

import click
from rich.console import Console

from flir_iqa.errors import SettingsError
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_settings import LogSettings
from plumbing.logs import set_up_logging
from plumbing.settings import load, settings_options
from reconcile.account import Account
from reconcile.progress import counting
from reconcile.run import reconcile as draw_up
from reconcile.table import draw
from recording.recorder.bounds import Moment, parse_bound

EXAMPLES = """
\b
Examples:
  flir-iqa reconcile                                   all that Kafka still knows
  flir-iqa reconcile --from 1h                         frames of the last hour
  flir-iqa reconcile --from 2026-01-31T02:00:00Z --to 2026-01-31T03:00:00Z
  flir-iqa reconcile --read-frames                     the frames too: each count by camera
  flir-iqa reconcile --json --bootstrap broker:9092 | jq .missing
"""

_WHEN = "beginning, end (of what is there now), an offset, a time ago (90s, 1h30m), or a moment (2026-01-31T02:00:00Z)"


@click.command(epilog=EXAMPLES)
@click.option("--from", "start", default="beginning", show_default=True, metavar="WHEN", help=f"First frame: {_WHEN}.")
@click.option("--to", "end", default="end", show_default=True, metavar="WHEN", help="Before which frame to end.")
@click.option("--read-frames", is_flag=True, help="Read the frames as well, with all their bytes.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")
@click.option("--frames", metavar="NAME", help="Topic of the frames.  [default: of the configuration]")
@click.option("--results", metavar="NAME", help="Topic of the results.")
@click.option("--rejected", metavar="NAME", help="Topic of the rejected frames.")
@click.option("--events", metavar="NAME", help="Topic of the events.")
@settings_options(KafkaSettings, LogSettings)
@click.pass_context
def reconcile(
    context: click.Context,
    /,
    document: Document,
    kafka: KafkaSettings,
    log: LogSettings,
    start: str,
    end: str,
    read_frames: bool,
    as_json: bool,
    **names: str | None,
) -> None:
    """Prove that each published frame has one outcome: nothing lost, nothing twice.

    published = scored + rejected + shed + expired + lag, by partition and camera, over the frames of a span of time (by
    their Kafka timestamps). It reads the topics alone and disturbs no one; a flow may run meanwhile. Where it does not
    add up, the exit code is 1, and the first frame that shows it is named.
    """
    set_up_logging(log)
    topics = load(TopicSettings, document, names)
    account = _draw_up(kafka, topics, start, end, read_frames)
    if as_json:
        click.echo(json.dumps(account.to_dict()))
    else:
        Console().print(draw(account))
    context.exit(0 if account.adds_up else 1)


def _draw_up(kafka: KafkaSettings, topics: TopicSettings, start: str, end: str, read_frames: bool) -> Account:
    now_ns = time.time_ns()
    first, last = parse_bound(start, "--from", now_ns), parse_bound(end, "--to", now_ns)
    if isinstance(first, Moment) and isinstance(last, Moment) and first.time_ns >= last.time_ns:
        message = f"expected --from before --to, got {start!r} and {end!r}"
        raise SettingsError(message)
    with counting("reading") as tick:
        return draw_up(kafka, topics, first, last, tick, all_frames=read_frames)
