"""Whether Kafka answers, and whether topics are still the same."""

from dataclasses import replace

from flir_iqa.errors import BrokerError
from recording.recorder.topic_watch import TopicChange, TopicWatch
from recording.recorder.topics import KnownTopic
from sandbox.waiting import wait_until

FRAMES = KnownTopic("frames", "id-1", 3)


class Cluster:
    """Answers with what a test sets."""

    def __init__(self) -> None:
        self.answer: KnownTopic | BrokerError | None = FRAMES

    def __call__(self, before: KnownTopic) -> KnownTopic | None:
        if isinstance(self.answer, BrokerError):
            raise self.answer
        return self.answer


def test_outage_is_a_problem_and_no_change() -> None:
    cluster = Cluster()
    watch = TopicWatch([FRAMES], cluster)
    cluster.answer = BrokerError("refused")
    watch.look()
    assert watch.problem == "refused"
    cluster.answer = FRAMES
    watch.look()
    assert watch.problem is None
    assert watch.take_changes() == []


def test_topic_made_again_is_told_once() -> None:
    cluster = Cluster()
    watch = TopicWatch([FRAMES], cluster)
    cluster.answer = again = replace(FRAMES, topic_id="id-2")
    watch.look()
    watch.look()
    changes = watch.take_changes()
    assert changes == [TopicChange(FRAMES, again)]
    assert changes[0].is_recreated
    assert watch.take_changes() == []


def test_more_partitions_are_no_new_topic() -> None:
    cluster = Cluster()
    watch = TopicWatch([FRAMES], cluster)
    cluster.answer = replace(FRAMES, n_partitions=4)
    watch.look()
    assert [change.is_recreated for change in watch.take_changes()] == [False]


def test_topic_is_deleted_only_when_it_is_missing_again_and_again() -> None:
    cluster = Cluster()
    watch = TopicWatch([FRAMES], cluster)
    cluster.answer = None
    for _ in range(4):
        watch.look()
    assert watch.take_changes() == []
    assert watch.problem is not None
    assert "waiting for it to be made again" in watch.problem
    watch.look()
    watch.look()
    assert watch.take_changes() == [TopicChange(FRAMES, None)]


def test_it_looks_by_itself_while_it_is_open() -> None:
    cluster = Cluster()
    cluster.answer = BrokerError("refused")
    with TopicWatch([FRAMES], cluster, interval_s=0.001) as watch:
        wait_until(lambda: watch.problem, 60, "it looked")
