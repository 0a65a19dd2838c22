"""The command `flir-iqa flow`."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from dataflow.attempt import Attempt
from dataflow.exposition import collect
from dataflow.file_command import score_recording
from dataflow.health import Health
from dataflow.lagging import Lagging
from dataflow.liveness import Liveness
from dataflow.metrics import FlowMetrics
from dataflow.run import report_regularly, supervise
from dataflow.settings import FlowSettings
from dataflow.shards import WHOLE
from flir_iqa.errors import FlirIqaError
from flir_iqa.scorer import Scorer
from plumbing.child import Reporter, watch_parent
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_settings import LogSettings
from plumbing.logs import log_crashes, set_up_logging
from plumbing.metrics.registry import make_registry
from plumbing.probes.server import serving_metrics
from plumbing.settings import settings_options
from plumbing.stopping import Stopper

EXAMPLES = """
\b
Examples:
  flir-iqa flow
  flir-iqa flow --bootstrap broker:9093 --certificates kafka_certificates
  flir-iqa flow --model my.onnx --smoothing-window 300 --start earliest
  flir-iqa flow --overload shed --max-frame-age 2s
  FLIR_IQA_KAFKA_BOOTSTRAP=broker:9092 flir-iqa flow
  flir-iqa flow --shard 0/3                         the first of three processes that share the work, on any machine
  flir-iqa flow --metrics 9102     # then: curl 127.0.0.1:9102/metrics, /livez and /readyz
  flir-iqa flow --input night.mcap --output scores.jsonl
  flir-iqa flow --input night.mcap --output - | jq -r '[.camera_id, .raw_image_quality] | @tsv'
"""

_path = click.Path(path_type=Path)


@click.command(epilog=EXAMPLES)
@click.option(
    "--input",
    "input_path",
    type=_path,
    help="Score this recording (.mcap) instead of the frames on Kafka, as fast as the machine can.",
)
@click.option(
    "--output",
    "output_path",
    type=_path,
    help="With --input: where the results go, as JSON lines, or CSV where it ends in .csv; - is standard output. "
    "Rejected frames go to NAME.rejected.jsonl beside it.",
)
@settings_options(KafkaSettings, TopicSettings, FlowSettings, LogSettings)
def flow(
    document: Document,
    kafka: KafkaSettings,
    topics: TopicSettings,
    flow: FlowSettings,
    log: LogSettings,
    input_path: Path | None,
    output_path: Path | None,
) -> None:
    """Score the frames on Kafka and publish one result for each, exactly once.

    It waits out an outage of Kafka and goes on where the results end. One process for each
    shard; without --shard, one for all.

    With --input it scores a recording instead, needs no Kafka, and gives the same scores to the bit.
    """
    if (input_path is None) != (output_path is None):
        message = "give both --input and --output, or neither: --input night.mcap --output scores.jsonl"
        raise click.UsageError(message)
    if input_path is not None and flow.shard != WHOLE:
        message = f"a recording is scored as a whole: leave out --shard, got {str(flow.shard)!r}"
        raise click.UsageError(message)
    set_up_logging(log)
    log_crashes()
    if input_path is not None and output_path is not None:
        score_recording(input_path, output_path, topics, flow)
        return
    _score_topic(document, kafka, topics, flow)


def _score_topic(document: Document, kafka: KafkaSettings, topics: TopicSettings, flow: FlowSettings) -> None:
    stopper = Stopper()
    stopper.listen()
    reporter = Reporter(enabled=document.from_parent)
    try:
        scorer = Scorer(flow.model, flow.threads)
        reporter.send("started")
        if document.from_parent:
            watch_parent(stopper.stop)
        metrics, health = FlowMetrics(), Health()
        liveness = Liveness(metrics.lags, health, flow.stall_limit_s)
        attempt = Attempt(
            kafka=kafka,
            topics=topics,
            settings=flow,
            scorer=scorer,
            metrics=metrics,
            stopper=stopper,
            health=health,
            liveness=liveness,
        )
        registry = make_registry(lambda: collect(metrics, health), "flow")
        with serving_metrics(flow.metrics, registry, liveness.look) as address:
            reporter.add(metrics=address and str(address))
            report_regularly(metrics, health, liveness, Lagging(flow.lagging_after), reporter, _status_line(document))
            supervise(attempt, stopper, health)
    except FlirIqaError as error:
        reporter.send("failed", str(error))
        raise


def _status_line(document: Document) -> Callable[[str], None] | None:
    """Return what shows the status in a terminal; None where there is none."""
    if document.from_parent or not sys.stderr.isatty():
        return None
    status = Console(stderr=True).status("starting")
    status.start()
    return status.update
