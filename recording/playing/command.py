"""The command `flir-iqa replay`."""

import json
from pathlib import Path
from typing import Any

import click

from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_settings import LogSettings
from plumbing.logs import set_up_logging
from plumbing.settings import settings_options
from plumbing.stopping import Stopper
from recording.playing.display import KEYS, summarize
from recording.playing.options import ReplayOptions
from recording.playing.rate import parse_rate
from recording.playing.rewriting import Times
from recording.playing.run import Outcome, Replay

EXAMPLES = f"""
\b
Examples:
  flir-iqa replay night.mcap                                  into replay-thermal-frames, at its own pace
  flir-iqa replay night.mcap --rate max --max-lag 200         as fast as the dataflow keeps up
  flir-iqa replay night.mcap --from 01:30:00 --duration 90s --loop
  flir-iqa replay night.mcap --from 2026-01-31T02:00:00Z --camera gate --rename gate=gate-replay
  flir-iqa replay night.mcap --topic thermal-frames --into-live-topic

\b
Score what is replayed:
  flir-iqa flow --frames replay-thermal-frames --results replay-image-quality-data \\
    --rejected replay-thermal-frames-rejected --events replay-image-quality-events

\b
Keys in a terminal:
  {KEYS}
"""


@click.command(epilog=EXAMPLES)
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rate", default="1", show_default=True, metavar="X", help="How fast: 0.1 to 100, or max.")
@click.option("--loop", is_flag=True, help="Begin again at the end, until it is ended.")
@click.option("--from", "start", metavar="TIME", help="Where to begin: 90s, 00:01:30, or 2026-01-31T12:00:00Z.")
@click.option("--to", "end", metavar="TIME", help="Where to end, written like --from.")
@click.option("--duration", metavar="TIME", help="How much of the recording, instead of --to: 90s, 1h30m.")
@click.option("--start-paused", "starts_paused", is_flag=True, help="Wait for the space key.")
@click.option("--camera", "cameras", multiple=True, metavar="ID", help="Only this camera; give it once for each.")
@click.option("--rename", "renames", multiple=True, metavar="OLD=NEW", help="Give a camera another id.")
@click.option(
    "--recorded-topic",
    "recorded_topics",
    multiple=True,
    metavar="NAME",
    help="Only this recorded topic.  [default: all that hold frames]",
)
@click.option("--topic", metavar="NAME", help="Where to replay to.  [default: replay-<recorded topic>]")
@click.option("--into-live-topic", is_flag=True, help="Mean it, when --topic is one that live cameras send to.")
@click.option(
    "--times",
    type=click.Choice([str(each) for each in Times]),
    default=str(Times.SHIFTED),
    show_default=True,
    help=(
        "shifted: frames carry the time at which they are replayed, so that latencies, retention and time-outs are "
        "true; original: those of the recording."
    ),
)
@click.option("--max-lag", type=int, metavar="N", help="Wait whenever the results are more than N frames behind.")
@click.option("--follow-group", metavar="GROUP", help="With --max-lag: follow this consumer group, not the results.")
@click.option("--replay-id", metavar="ID", help="Name of the replay, in the header replay_id.  [default: a new one]")
@click.option(
    "--outage-limit-s", type=float, default=600.0, show_default=True, metavar="X", help="How long Kafka may be away."
)
@click.option("--json", "as_json", is_flag=True, help="Print what it came to as JSON on standard output.")
@settings_options(KafkaSettings, TopicSettings, LogSettings)
def replay(
    document: Document,
    kafka: KafkaSettings,
    topics: TopicSettings,
    log: LogSettings,
    as_json: bool,
    rate: str,
    times: str,
    **options: Any,
) -> None:
    """Replay a recording's frames into Kafka, each at its time.

    They go into a topic of their own and carry `replay_id` and `source_frame_id`, as their results do: two replays can
    be compared frame by frame. An outage of Kafka is waited out; nothing is skipped and nothing doubled.
    """
    chosen = ReplayOptions(rate=parse_rate(rate), times=Times(times), **options)
    stopper = Stopper()
    stopper.listen()
    set_up_logging(log)
    outcome = Replay(kafka=kafka, topics=topics, options=chosen, stopper=stopper).run()
    click.echo(summarize(outcome.state, outcome.n_delivered), err=True)
    if as_json:
        click.echo(json.dumps(to_dict(outcome)))


def to_dict(outcome: Outcome) -> dict[str, Any]:
    """Return what a replay came to, for JSON."""
    return {
        "replay_id": outcome.replay_id,
        "topics": list(outcome.topics),
        "n_delivered": outcome.n_delivered,
        **outcome.state.to_dict(),
    }
