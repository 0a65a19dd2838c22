"""One run of the flow: from what the topics hold to its end, or to the first thing that goes wrong."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bytewax.dataflow import Dataflow
from confluent_kafka import Consumer
from confluent_kafka.admin import AdminClient

from dataflow.ending import Ending
from dataflow.flow import build_flow, run_to_end
from dataflow.health import Health
from dataflow.items import Noted
from dataflow.lock import HostLock
from dataflow.metrics import FlowMetrics
from dataflow.origin import Origin
from dataflow.resume import TAIL_CONFIG, Resume, ResumeFinder
from dataflow.scoring import FrameScorer
from dataflow.settings import FlowSettings
from dataflow.sinks.kafka import KafkaWriter
from dataflow.sinks.sink import RecordSink
from dataflow.smoothing import smoothing_builder
from dataflow.sources.kafka import CONSUMER_CONFIG, FrameSource
from dataflow.watch import Watch
from flir_iqa.scorer import Scorer
from plumbing.kafka.clients import make_admin, make_consumer, wait_for_brokers
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic, partition_counts, result_topics, topic_id
from plumbing.stopping import Stopper

log = logging.getLogger(__name__)

_BROKER_WAIT_S: Final = 5.0
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
        health: Told how it goes.
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
            FlirIqaError: What another attempt will not mend: the topics, the lock, the model, a second writer.
        """
        cluster = wait_for_brokers(self.kafka, _BROKER_WAIT_S, lambda: self.stopper.stopping)
        admin, _ = make_admin(self.kafka)
        with HostLock(str(cluster.cluster_id), self.topics.results):
            n_partitions = self._ensure_topics(admin)
            origin = Origin(self.topics.frames, topic_id(admin, self.topics.frames))
            resumes = self._resumes(origin, n_partitions)
            self._run(origin, resumes)

    def _ensure_topics(self, admin: AdminClient) -> int:
        """Make or check the topics; return how many partitions they have."""
        ensure_topics(admin, [frame_topic(self.topics)], self.topics.create)
        name = self.topics.frames
        n_partitions = partition_counts(admin, [name]).get(name, self.topics.partitions)
        ensure_topics(admin, result_topics(self.topics, n_partitions), self.topics.create, exact=True)
        return n_partitions

    def _resumes(self, origin: Origin, n_partitions: int) -> list[Resume]:
        finder = ResumeFinder(
            topics=self.topics,
            origin=origin,
            window=self.settings.smoothing_window,
            model=self.scorer.model.label,
            start=self.settings.start,
            tail_limit=self.settings.tail_limit,
            now=lambda: datetime.now(UTC),
        )
        consumer, _ = make_consumer(self.kafka, _RECORD_BYTES, **TAIL_CONFIG)
        try:
            return [finder.find(consumer, partition) for partition in range(n_partitions)]
        finally:
            consumer.close()

    def _run(self, origin: Origin, resumes: Sequence[Resume]) -> None:
        ending = Ending(lambda: self.stopper.stopping)
        ends = {(topic, resume.partition): end for resume in resumes for topic, end in resume.ends.items()}
        limit_s = self.settings.outage_limit_s
        with ExitStack() as stack:
            writer = KafkaWriter(self.kafka, self.topics, origin, ends, limit_s, lambda: self.stopper.stopping)
            stack.callback(writer.close)
            consumer, _ = make_consumer(self.kafka, self.topics.max_frame_bytes, **CONSUMER_CONFIG)
            stack.callback(consumer.close)
            _mark_first_start(writer, resumes)
            n_windows = sum(len(resume.windows) for resume in resumes)
            log.info("scoring %s, %s partitions, %s windows restored", origin.topic, len(resumes), n_windows)
            self.health.set(None)
            self.metrics.count_start()
            stack.enter_context(Watch(self.kafka, origin, len(resumes), self.health, ending, lambda: writer.waiting_s))
            run_to_end(self._wire(writer, consumer, resumes, ending), ending)
            writer.flush()

    def _wire(self, writer: KafkaWriter, consumer: Consumer, resumes: Sequence[Resume], ending: Ending) -> Dataflow:
        frames, model = self.topics.frames, self.scorer.model.label
        source = FrameSource(consumer, frames, self.settings, resumes, self.metrics, ending, writer.serve)
        score = FrameScorer(self.scorer, frames, ending)
        smoothing = smoothing_builder(frames, self.settings.smoothing_window, model)
        return build_flow(source, score, smoothing, RecordSink(writer, ending, self.metrics))


def _mark_first_start(writer: KafkaWriter, resumes: Sequence[Resume]) -> None:
    """Write, before any frame is taken, where the partitions without results begin."""
    for resume in resumes:
        for event in resume.events:
            if event.kind == "flow_started":
                writer.write(Noted(resume.partition, event))
    writer.flush()
