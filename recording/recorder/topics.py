"""What must be known of a topic to record it: its partitions, Kafka's id of it, whether it is compacted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType

from flir_iqa.errors import SettingsError, TopicError
from plumbing.kafka.topics import partition_counts, topic_id
from recording.recorder.place import Place

_REQUEST_S: Final = 10.0
_POLICY: Final = "cleanup.policy"


@dataclass(frozen=True, slots=True)
class KnownTopic:
    """A topic as it is when it is looked at."""

    name: str
    topic_id: str
    """Another one after the topic was deleted and made again."""
    n_partitions: int
    compacted: bool = False

    def places(self, partitions: Sequence[int] = ()) -> list[Place]:
        """Return its partitions, or those of them that were asked for.

        Raises:
            SettingsError: One that was asked for does not exist.
        """
        for partition in partitions:
            if not 0 <= partition < self.n_partitions:
                message = f"the topic {self.name!r} has the partitions 0 to {self.n_partitions - 1}, got {partition!r}"
                raise SettingsError(message)
        return [Place(self.name, partition) for partition in partitions or range(self.n_partitions)]


def look_up(admin: AdminClient, names: Sequence[str]) -> list[KnownTopic]:
    """Look at topics that are to be recorded.

    Raises:
        TopicError: One does not exist.
        BrokerError: The broker did not answer.
    """
    counts = partition_counts(admin, names)
    missing = [name for name in names if name not in counts]
    if missing:
        message = f"there is no topic {missing[0]!r}; there are {_listed(admin)}"
        raise TopicError(message)
    return [KnownTopic(name, topic_id(admin, name), counts[name], _is_compacted(admin, name)) for name in names]


def _is_compacted(admin: AdminClient, name: str) -> bool:
    """Ask for the clean-up policy; where that may not be read, it counts as the usual one."""
    resource = ConfigResource(ResourceType.TOPIC, name)
    try:
        entries = admin.describe_configs([resource], request_timeout=_REQUEST_S)[resource].result(_REQUEST_S)
    except (KafkaException, TimeoutError):
        return False
    return "compact" in str(entries[_POLICY].value)


def _listed(admin: AdminClient) -> str:
    names = sorted(name for name in admin.list_topics(timeout=_REQUEST_S).topics if not name.startswith("__"))
    shown = ", ".join(map(repr, names[:20]))
    return (shown or "none") + (" and more" if len(names) > 20 else "")
