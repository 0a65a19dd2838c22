"""One run of the flow: from what the topics hold to its end, or to the first thing that goes wrong."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bytewax.dataflow import Dataflow
from bytewax.run import cli_main
from confluent_kafka.admin import AdminClient

from dataflow.flow import build_flow
from dataflow.health import Health
from dataflow.items import Noted
from dataflow.lock import HostLock
from dataflow.metrics import FlowMetrics
from dataflow.resume import Resume, ResumeFinder
from dataflow.scoring import FrameScorer
from dataflow.settings import FlowSettings
from dataflow.sinks.kafka import KafkaSink
from dataflow.sinks.writer import ResultWriter
from dataflow.smoothing import smoothing_builder
from dataflow.source import FrameSource
from flir_iqa.errors import FlirIqaError
from flir_iqa.scorer import Scorer
from plumbing.kafka.clients import make_admin, make_consumer, wait_for_brokers
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic, partition_counts, result_topics, topic_id
from plumbing.stopping import Stopper

log = logging.getLogger(__name__)

_BROKER_WAIT_S: Final = 5.0
_LAST_FLUSH_S: Final = 3.0
_EPOCH: Final = timedelta(seconds=1)
_RECORD_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Runs the flow once.

    Args:
        kafka: The connection.
        topics: The topics.
        settings: How to score and smooth.
        scorer: The loaded model.
        metrics: What is counted.
        stopper: Asks the flow to end.
        health: Told when all is well.
    """

    kafka: KafkaSettings
    topics: TopicSettings
    settings: FlowSettings
    scorer: Scorer
    metrics: FlowMetrics
    stopper: Stopper
    health: Health

    def run(self) -> None:
        """Run until asked to stop.

        Raises:
            BrokerError: Kafka is away, or a result was not delivered; another attempt goes on where the results end.
            FlirIqaError: What another attempt will not mend: the topics, the lock, the model.
        """
        cluster = wait_for_brokers(self.kafka, _BROKER_WAIT_S, lambda: self.stopper.stopping)
        admin, _ = make_admin(self.kafka)
        with HostLock(str(cluster.cluster_id), self.topics.results):
            n_partitions = self._ensure_topics(admin)
            incarnation = topic_id(admin, self.topics.frames)
            resumes = self._resumes(incarnation, n_partitions)
            self._run(incarnation, resumes)

    def _ensure_topics(self, admin: AdminClient) -> int:
        """Make or check the topics; return how many partitions they have."""
        ensure_topics(admin, [frame_topic(self.topics)], self.topics.create)
        name = self.topics.frames
        n_partitions = partition_counts(admin, [name]).get(name, self.topics.partitions)
        ensure_topics(admin, result_topics(self.topics, n_partitions), self.topics.create, exact=True)
        return n_partitions

    def _resumes(self, incarnation: str, n_partitions: int) -> list[Resume]:
        finder = ResumeFinder(
            topics=self.topics,
            topic_id=incarnation,
            window=self.settings.smoothing_window,
            model=self.scorer.model.label,
            start=self.settings.start,
            tail_limit=self.settings.tail_limit,
            now=lambda: datetime.now(UTC),
        )
        consumer, _ = make_consumer(self.kafka, _RECORD_BYTES)
        try:
            return [finder.find(consumer, partition) for partition in range(n_partitions)]
        finally:
            consumer.close()

    def _run(self, incarnation: str, resumes: Sequence[Resume]) -> None:
        ends = {(topic, resume.partition): end for resume in resumes for topic, end in resume.ends.items()}
        with ExitStack() as stack:
            writer = ResultWriter(self.kafka, self.topics, incarnation, ends, self.settings.outage_limit_s)
            stack.callback(writer.close)
            _mark_first_start(writer, resumes, self.settings.outage_limit_s)
            n_windows = sum(len(resume.windows) for resume in resumes)
            log.info("scoring %s, %s partitions, %s windows restored", self.topics.frames, len(resumes), n_windows)
            self.health.set(None)
            run_to_end(self._wire(writer, resumes))
            writer.flush(_LAST_FLUSH_S)

    def _wire(self, writer: ResultWriter, resumes: Sequence[Resume]) -> Dataflow:
        frames, window = self.topics.frames, self.settings.smoothing_window
        source = FrameSource(
            self.kafka,
            self.topics,
            self.settings,
            resumes,
            self.metrics,
            stopping=lambda: self.stopper.stopping,
            check=writer.check,
        )
        sink = KafkaSink(writer, len(resumes), self.metrics)
        score = FrameScorer(self.scorer, frames)
        return build_flow(source, score, smoothing_builder(frames, window, self.scorer.model.label), sink)


def run_to_end(flow: Dataflow) -> None:
    """Run a flow in this thread until its source ends.

    Raises:
        FlirIqaError: The one of ours that ended it, taken out of Bytewax's wrapping.
    """
    try:
        cli_main(flow, epoch_interval=_EPOCH)  # type: ignore[no-untyped-call]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Bytewax is no Exception
        ours = _root(error)
        if ours is None:
            raise
        raise ours from error


def _root(error: BaseException | None) -> FlirIqaError | None:
    """Return the error of ours that lies under Bytewax's."""
    while error is not None:
        if isinstance(error, FlirIqaError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _mark_first_start(writer: ResultWriter, resumes: Sequence[Resume], timeout_s: float) -> None:
    """Write, before any frame is taken, where the partitions without results begin."""
    marks = [
        Noted(resume.partition, event) for resume in resumes for event in resume.events if event.kind == "flow_started"
    ]
    for mark in marks:
        writer.write(mark.partition, mark)
    if marks:
        writer.flush(timeout_s)
