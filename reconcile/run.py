"""Draws up the account of all partitions, one after another: memory holds one at a time."""

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from reconcile.account import Account
from reconcile.cameras import Cameras
from reconcile.edges import ask, look
from reconcile.partition import PartitionReader
from reconcile.records import Tick
from reconcile.topics import FlowTopics
from recording.recorder.bounds import Bound


def reconcile(
    kafka: KafkaSettings, names: TopicSettings, start: Bound, end: Bound, tick: Tick, *, all_frames: bool
) -> Account:
    """Read the topics and draw up the account of the frames from `start` to before `end`, by their Kafka timestamps.

    Args:
        kafka: The connection.
        names: The four topics.
        start: Where to begin; `Edge.BEGINNING` is the oldest frame of which all is known.
        end: Before what to end.
        tick: Told of progress.
        all_frames: Whether to read the frames too, and so tell cameras apart in all counts.

    Raises:
        BrokerError: Kafka does not answer.
        TopicError: There are no such topics.
        SettingsError: The span is too long.
    """
    cameras = Cameras()
    with FlowTopics(kafka, names) as topics:
        asked = ask(topics, names, start, end)
        accounts = []
        for partition in range(topics.n_partitions):
            own = Cameras()
            reader = PartitionReader(topics, names, partition, own, tick)
            accounts.append(reader.read(asked, look(topics, names, partition), all_frames=all_frames))
            cameras.add(own)
    return Account(names.frames, accounts, cameras.counts)
