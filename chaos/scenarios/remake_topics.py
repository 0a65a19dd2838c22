"""Topics are deleted and made again, while the flow runs and while it is down."""

from dataclasses import dataclass
from typing import ClassVar

from chaos.scenario import Scenario
from chaos.stage import Stage
from flir_iqa.errors import FlirIqaError
from plumbing.kafka.clients import make_admin
from plumbing.kafka.topics import topic_id
from sandbox.waiting import wait_until

_DELETE_S = 30.0


@dataclass(frozen=True, slots=True)
class RemakeTopics(Scenario):
    """The frame topic is made anew, and every second time the records' topics too; it is scored from its first frame.

    Frames of the old topic that nobody had scored are gone with it: Kafka does not keep them.
    """

    name: ClassVar[str] = "remake-topics"
    fault: ClassVar[str] = "topics deleted and made again, the flow up or down"
    n_times: int = 4
    fps: float = 100

    def play(self, stage: Stage) -> None:
        """Delete in four ways; judge the frames of the last topic, and that no record stands twice."""
        flow = stage.flow().start()
        for count in range(self.n_times):
            with stage.feed(self.fps).running() as feed:
                stage.wait_for_results(stage.chance.randint(1, round(self.fps)))
                if count % 4 >= 2:
                    flow.kill()
                    feed.wait_for(round(self.fps / 2))
            _remake(stage, with_records=bool(count % 2))
            stage.count_fault("deleted")
            stage.mark_repair()
            if count % 4 >= 2:
                flow.start()
        with stage.feed(self.fps).running() as feed:
            stage.wait_for_results(round(2 * self.fps))
        admin, _ = make_admin(stage.kafka)
        origin = topic_id(admin, stage.topics.frames)
        stage.settle_origin(origin)
        stage.check("SIGTERM ends the flow with exit code 0", flow.terminate() == 0)
        stage.conclude(feed, origin=origin)
        stage.check("no frame of a former topic has two results", not stage.doubled_anywhere())


def _remake(stage: Stage, with_records: bool) -> None:
    topics = stage.topics
    names = [topics.frames, *((topics.results, topics.rejected, topics.events) if with_records else ())]
    admin, _ = make_admin(stage.kafka)
    former = {name: topic_id(admin, name) for name in names}
    for future in admin.delete_topics(names).values():
        future.result(_DELETE_S)

    def made_anew() -> bool:
        """The flow may be faster: it makes topics that are missing."""
        try:
            stage.make_topics()
            return all(topic_id(admin, name) != old for name, old in former.items())
        except FlirIqaError:
            return False

    wait_until(made_anew, _DELETE_S, f"{names} are made anew")
