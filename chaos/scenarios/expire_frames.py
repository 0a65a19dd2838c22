"""Frames that nobody has scored are removed, as retention does it."""

from dataclasses import dataclass
from typing import ClassVar

from confluent_kafka import TopicPartition

from chaos.judging import Place
from chaos.scenario import Scenario
from chaos.stage import PARTITIONS, Stage
from plumbing.kafka.clients import make_admin

_DELETE_S = 30.0


@dataclass(frozen=True, slots=True)
class ExpireFrames(Scenario):
    """While the flow is down, Kafka removes frames that it has not read. Each of them is told in an event."""

    name: ClassVar[str] = "expire-frames"
    fault: ClassVar[str] = "retention removes frames that were not scored"
    n_times: int = 4
    fps: float = 100

    def play(self, stage: Stage) -> None:
        """Kill the flow, let frames pile up, remove some of them, start it again."""
        flow = stage.flow().start()
        feed = stage.feed(self.fps, patient=False)
        with feed.running():
            for _ in range(self.n_times):
                stage.wait_for_results()
                flow.kill()
                feed.wait_for(round(self.fps))
                _remove(stage)
                stage.count_fault("removed")
                stage.mark_repair()
                flow.start()
            stage.wait_for_results()
        stage.settle(len(_told(stage)))
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        gone = _told(stage)
        stage.notes.append(f"{len(gone)} frames removed, each told in an event")
        stage.conclude(feed, elsewhere=gone)


def _remove(stage: Stage) -> None:
    """Remove a part of what is not scored yet from each partition."""
    topic, requests = stage.topics.frames, []
    done = stage.next_frames()
    ends = [high for _, high in stage.evidence.bounds(topic, PARTITIONS)]
    stage.keep_frames()
    for partition, (first, end) in enumerate(zip(done, ends, strict=True)):
        requests.append(TopicPartition(topic, partition, first + stage.chance.randint(0, end - first)))
    admin, _ = make_admin(stage.kafka)
    for future in admin.delete_records(requests).values():
        future.result(_DELETE_S)


def _told(stage: Stage) -> set[Place]:
    """Return the frames that events say are gone; a start that is cut short tells again what it told."""
    places: set[Place] = set()
    for event in stage.evidence.events(stage.topics.events, PARTITIONS):
        if event["kind"] == "frames_expired":
            offsets = range(event["from_offset"], event["to_offset"])
            stage.check("the event's count is that of its offsets", event["n_frames"] == len(offsets))
            places |= {(event["partition"], offset) for offset in offsets}
    return places
