"""The topics that a replay goes into: made as frame topics are, and kept as long."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType

from plumbing.kafka.settings import TopicSettings
from plumbing.kafka.topics import TopicSpec, ensure_topics, frame_topic, partition_counts

log = logging.getLogger(__name__)

_RETENTION: Final = "retention.ms"
_REQUEST_S: Final = 15.0
_FOR_EVER: Final = -1


def target_spec(topics: TopicSettings, name: str, age_ms: int) -> TopicSpec:
    """Return how a topic of replayed frames must be.

    Args:
        topics: How frame topics are.
        name: Its name.
        age_ms: How old the oldest time is that its frames carry; Kafka removes by that age, so it is added to the
            time that frames are kept.
    """
    spec = frame_topic(topics.model_copy(update={"frames": name}))
    retention_ms = int(spec.config[_RETENTION]) + max(0, age_ms)
    return replace(spec, config={**spec.config, _RETENTION: str(retention_ms)})


def ensure_targets(
    admin: AdminClient, topics: TopicSettings, targets: Mapping[str, str], age_ms: int
) -> dict[str, tuple[str, int]]:
    """Create the topics that are missing, and check those that exist.

    Args:
        admin: An administration client.
        topics: How frame topics are.
        targets: Recorded topic -> the topic that it is replayed into.
        age_ms: How old the oldest time is that the frames will carry.

    Returns:
        Recorded topic -> (the topic that it is replayed into, how many partitions that has).

    Raises:
        TopicError: A topic is missing and may not be created, or is not as it must be.
        BrokerError: The broker did not answer.
    """
    specs = [target_spec(topics, name, age_ms) for name in dict.fromkeys(targets.values())]
    ensure_topics(admin, specs, topics.create)
    counts = partition_counts(admin, [spec.name for spec in specs])
    for spec in specs:
        _warn_of_retention(admin, spec.name, age_ms)
    return {recorded: (name, counts.get(name, topics.partitions)) for recorded, name in targets.items()}


def _warn_of_retention(admin: AdminClient, name: str, age_ms: int) -> None:
    """Say so where Kafka would remove frames as soon as it got them."""
    resource = ConfigResource(ResourceType.TOPIC, name)
    try:
        entries = admin.describe_configs([resource], request_timeout=_REQUEST_S)[resource].result(_REQUEST_S)
    except (KafkaException, TimeoutError):
        return  # it is only a warning
    retention_ms = int(entries[_RETENTION].value)
    if retention_ms != _FOR_EVER and retention_ms <= age_ms:
        log.warning(
            "%s keeps frames for %.1f h, and the recorded times are %.1f h old: Kafka will remove frames soon after "
            "they come; use --times shifted, or another topic",
            *(name, retention_ms / 3.6e6, age_ms / 3.6e6),
        )
