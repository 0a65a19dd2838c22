"""One run of the flow: from what the topics hold to its end, or to the first thing that goes wrong."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from bytewax.dataflow import Dataflow
from confluent_kafka import Consumer

from dataflow.alone import ends_of, find_alone
from dataflow.ending import Ending
from dataflow.flow import build_flow, run_to_end
from dataflow.health import Health
from dataflow.items import Noted
from dataflow.liveness import Liveness
from dataflow.lock import HostLock
from dataflow.metrics import FlowMetrics
from dataflow.resume import Resume, ResumeFinder, is_first_start, tail_consumer
from dataflow.scoring import FrameScorer
from dataflow.settings import FlowSettings
from dataflow.shedding import Shedding
from dataflow.sinks.kafka import KafkaWriter
from dataflow.sinks.sink import RecordSink
from dataflow.smoothing import smoothing_builder
from dataflow.sources.kafka import CONSUMER_CONFIG, FrameSource, is_newest
from dataflow.timing import timed
from dataflow.topics import FlowTopics, prepare_topics
from dataflow.watch import Watch
from flir_iqa.errors import TopicError
from flir_iqa.scorer import Scorer
from plumbing.kafka.clients import make_consumer, wait_for_brokers
from plumbing.kafka.reading import bounds
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_events import FLOW_STARTED
from plumbing.stopping import Stopper

log = logging.getLogger(__name__)

_BROKER_WAIT_S: Final = 5.0
_SETTLE_S: Final = 1.0
"""A partition may lack its mark because another shard is at its first start at this moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Runs the flow once.

    Guarantee: it goes on at the frame behind the last outcome on the topics, whoever wrote that, and tells before any
    frame is taken where it cannot (`tests/dataflow/test_start.py`, `tests/dataflow/test_other_start.py`). Failure: it
    ends at the first one, and leaves nothing but the topics, from which the next attempt begins
    (`tests/chaos/test_scenarios.py::test_a_broker_that_is_killed_is_waited_for`).

    Args:
        kafka: The connection.
        topics: The topics.
        settings: How to score and smooth.
        scorer: The loaded model.
        metrics: What is counted.
        stopper: Asks the flow to end.
        health: Told how it goes.
        liveness: Told that it moves.
    """

    kafka: KafkaSettings
    topics: TopicSettings
    settings: FlowSettings
    scorer: Scorer
    metrics: FlowMetrics
    stopper: Stopper
    health: Health
    liveness: Liveness

    def run(self) -> None:
        """Run until asked to stop.

        Raises:
            BrokerError: Kafka is away, or a result was not delivered; another attempt goes on where the results end.
            FlirIqaError: What another attempt will not mend: the topics, the lock, the model, a second writer.
        """
        self.liveness.start()
        cluster = wait_for_brokers(self.kafka, _BROKER_WAIT_S, lambda: self.stopper.stopping)
        topics = prepare_topics(self.kafka, self.topics)
        owned = self._owned(topics)
        with HostLock(str(cluster.cluster_id), self.topics.results, owned):
            self._run(topics, owned, self._undisturbed(topics, owned))

    def _owned(self, topics: FlowTopics) -> Sequence[int]:
        shard = self.settings.shard
        owned = shard.partitions(topics.n_partitions)
        if not owned:
            message = (
                f"there is nothing for shard {shard}: {self.topics.frames!r} has {topics.n_partitions} partitions; run "
                f"{topics.n_partitions} shards at most, or give it more: kafka-topics.sh --alter --topic "
                f"{self.topics.frames} --partitions {shard.count}"
            )
            raise TopicError(message)
        return owned

    def _undisturbed(self, topics: FlowTopics, owned: Sequence[int]) -> Sequence[Resume]:
        """Find where the partitions go on; where results are already, not before nobody else writes them."""
        places = [(topic, partition) for topic in (self.topics.results, self.topics.rejected) for partition in owned]
        with tail_consumer(self.kafka) as consumer:
            if not topics.begun:
                return self._resumes(consumer, topics, owned)
            return find_alone(
                lambda: self._resumes(consumer, topics, owned),
                lambda: {place: bounds(consumer, *place)[1] for place in places},
                self.stopper.wait,
            )

    def _resumes(self, consumer: Consumer, topics: FlowTopics, owned: Sequence[int]) -> list[Resume]:
        """Find where the owned partitions go on; at a first start all, so that all are marked as of one moment."""
        resumes = self._find(consumer, topics, owned if topics.begun else range(topics.n_partitions))
        if topics.begun and any(is_first_start(resume) for resume in resumes):
            self.stopper.wait(_SETTLE_S)
            resumes = self._find(consumer, topics, owned)
        return resumes

    def _find(self, consumer: Consumer, topics: FlowTopics, partitions: Sequence[int]) -> list[Resume]:
        finder = ResumeFinder(
            topics=self.topics,
            origin=topics.origin,
            begun=topics.begun,
            windows=self.settings.windows,
            model=self.scorer.model.label,
            # what appears while it runs has come since it began: all of it is its own
            start="earliest" if self.metrics.starts else self.settings.start,
            limits=self.settings.tail_limits,
            now=lambda: datetime.now(UTC),
        )
        found = []
        for partition in partitions:
            found.append(finder.find(consumer, partition))
            self.liveness.beat()
        return found

    def _run(self, topics: FlowTopics, owned: Sequence[int], found: Sequence[Resume]) -> None:
        origin, resumes = topics.origin, [resume for resume in found if resume.partition in owned]
        ending = Ending(lambda: self.stopper.stopping)
        ends = ends_of(resumes)
        limit_s = self.settings.outage_limit_s
        with ExitStack() as stack:
            beat, stopping = self.liveness.beat, lambda: self.stopper.stopping
            writer = KafkaWriter(self.kafka, self.topics, origin, ends, limit_s, stopping, beat)
            stack.callback(writer.close)
            consumer, _ = make_consumer(self.kafka, self.topics.max_frame_bytes, **CONSUMER_CONFIG)
            stack.callback(consumer.close)
            _tell(writer, found)
            self._note_start(topics, resumes)
            n_partitions, lags = topics.n_partitions, self.metrics.lags
            watch = Watch(self.kafka, origin, n_partitions, self.health, ending, lambda: writer.waiting_s, lags)
            stack.enter_context(watch)
            run_to_end(self._wire(writer, consumer, resumes, ending), ending)
            writer.flush()

    def _note_start(self, topics: FlowTopics, resumes: Sequence[Resume]) -> None:
        n_windows = sum(len(resume.windows) for resume in resumes)
        share = f"{len(resumes)} of {topics.n_partitions} partitions (shard {self.settings.shard})"
        FLOW_STARTED.log(log, topic=topics.origin.topic, share=share, n_windows=n_windows)
        self.health.set(None)
        self.metrics.count_start(n_windows)
        self.metrics.lags.begin({resume.partition: resume.offset for resume in resumes})
        self.liveness.read()

    def _wire(self, writer: KafkaWriter, consumer: Consumer, resumes: Sequence[Resume], ending: Ending) -> Dataflow:
        frames, model = self.topics.frames, self.scorer.model.label
        source = FrameSource(consumer, frames, self.settings, resumes, self.metrics, ending, writer.serve)
        counts = {resume.partition: resume.shed for resume in resumes}
        scoring = timed(FrameScorer(self.scorer, frames, ending), self.metrics.scoring)
        score = Shedding(scoring, self.settings.shed_after, counts, partial(is_newest, consumer, frames))
        smoothing = smoothing_builder(frames, self.settings.windows, model)
        return build_flow(source, score, smoothing, RecordSink(writer, ending, self.metrics))


def _tell(writer: KafkaWriter, resumes: Sequence[Resume]) -> None:
    """Write what there is to tell before any frame is taken.

    Where a partition without results begins, and where it goes on after a gap, stands on no other topic; a result that
    came first would hide it from the next start.
    """
    for resume in resumes:
        for event in resume.events:
            writer.write(Noted(resume.partition, event))
    writer.flush()
