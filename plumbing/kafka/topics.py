"""Topics: created as the settings ask, or checked against them with the exact remedy in the error."""

import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final

from confluent_kafka import KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic, OffsetSpec, ResourceType

from flir_iqa.errors import BrokerError, TopicError
from plumbing.kafka.settings import TopicSettings

_REQUEST_S: Final = 15.0
_VISIBLE_S: Final = 30.0
_RETRY_S: Final = 0.05
_HOUR_MS: Final = 3_600_000
RECORD_BYTES: Final = 1_000_000
"""What a record of ours, be it a result, an event or a rejected record, takes at most."""
"""Room for one result or rejected record; headers of foreign producers are copied into the latter."""
_REPLICAS_FOR_TWO: Final = 3
"""With two replicas, asking for both would stop everything whenever one broker is away."""

_BROKERS_FAULT: Final = frozenset(
    {
        KafkaError._TRANSPORT,  # noqa: SLF001 - confluent-kafka's public names
        KafkaError._TIMED_OUT,  # noqa: SLF001
        KafkaError._ALL_BROKERS_DOWN,  # noqa: SLF001
        KafkaError._AUTHENTICATION,  # noqa: SLF001
        KafkaError._SSL,  # noqa: SLF001
        KafkaError.REQUEST_TIMED_OUT,
        KafkaError.BROKER_NOT_AVAILABLE,
        KafkaError.LEADER_NOT_AVAILABLE,
        KafkaError.NOT_CONTROLLER,
    }
)
"""What passes by waiting."""


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """How a topic must be."""

    name: str
    partitions: int
    replication: int
    config: dict[str, str] = field(default_factory=dict)


def frame_topic(topics: TopicSettings) -> TopicSpec:
    """Return how the frame topic must be."""
    config = {
        "retention.ms": str(int(topics.frame_retention_hours * _HOUR_MS)),
        "max.message.bytes": str(topics.max_frame_bytes + 100_000),
        **_durability(topics),
    }
    return TopicSpec(topics.frames, topics.partitions, topics.replication, config)


def result_topics(topics: TopicSettings, partitions: int) -> list[TopicSpec]:
    """Return how the topics of results, rejected frames and events must be: as many partitions as the frames have."""
    config = {
        "retention.ms": str(int(topics.result_retention_hours * _HOUR_MS)),
        "max.message.bytes": str(RECORD_BYTES),
        **_durability(topics),
    }
    names = (topics.results, topics.rejected, topics.events)
    return [TopicSpec(name, partitions, topics.replication, config) for name in names]


def _durability(topics: TopicSettings) -> dict[str, str]:
    """With three replicas or more, what is acknowledged is on two: it outlives the loss of any one broker."""
    return {"min.insync.replicas": "2"} if topics.replication >= _REPLICAS_FOR_TWO else {}


def ensure_topics(
    admin: AdminClient, specs: Sequence[TopicSpec], create: bool, exact: bool = False, grow: bool = False
) -> None:
    """Create the topics that are missing, and check those that exist.

    Args:
        admin: An administration client.
        specs: How the topics must be.
        create: Whether to create what is missing.
        exact: Whether an existing topic must have just as many partitions, not only as many or more.
        grow: Whether to give an existing topic the partitions that it lacks, where `create` allows it.

    Raises:
        TopicError: A topic is missing and `create` is false, may not be created, has too few (or other than exactly as
            many) partitions, or takes too small messages.
        BrokerError: The broker did not answer.
    """
    present = partition_counts(admin, [spec.name for spec in specs])
    missing = [spec for spec in specs if spec.name not in present]
    if missing and not create:
        raise TopicError(_missing(missing[0]))
    _create(admin, missing)
    if grow and create:
        small = [spec for spec in specs if present.get(spec.name, spec.partitions) < spec.partitions]
        _grow(admin, small)
        present |= {spec.name: spec.partitions for spec in small}
    for spec in specs:
        if spec.name in present:
            _check_partitions(spec, present[spec.name], exact)
            _check_message_size(admin, spec)


def partition_counts(admin: AdminClient, names: Sequence[str], timeout_s: float = _REQUEST_S) -> dict[str, int]:
    """Return how many partitions each topic has; a topic that does not exist is left out.

    Raises:
        BrokerError: The broker did not answer.
    """
    try:
        known = admin.list_topics(timeout=timeout_s).topics
    except KafkaException as error:
        message = f"the broker does not list its topics: {error.args[0].str()}"
        raise BrokerError(message) from error
    return {name: len(known[name].partitions) for name in names if name in known and known[name].error is None}


def end_offsets(admin: AdminClient, topic: str, partitions: Sequence[int], timeout_s: float) -> dict[int, int]:
    """Return the offset that the next message of each of these partitions will get.

    Raises:
        BrokerError: The broker did not answer.
        TopicError: There is no such partition.
    """
    asked = {TopicPartition(topic, partition): OffsetSpec.latest() for partition in partitions}  # type: ignore[no-untyped-call]
    if not asked:
        return {}
    answers = admin.list_offsets(asked, request_timeout=timeout_s)
    problem = f"no end of {topic!r}"
    return {place.partition: _outcome(future, problem).offset for place, future in answers.items()}


def topic_id(admin: AdminClient, name: str) -> str:
    """Return Kafka's own id of a topic; a topic that was deleted and made again has another.

    Raises:
        TopicError: There is no such topic, also not a moment later.
    """
    deadline = time.monotonic() + _VISIBLE_S
    while True:
        described = admin.describe_topics(TopicCollection([name]), request_timeout=_REQUEST_S)[name]
        try:
            return str(described.result(_REQUEST_S).topic_id)
        except (KafkaException, TimeoutError) as error:
            unknown = isinstance(error, KafkaException) and error.args[0].code() == KafkaError.UNKNOWN_TOPIC_OR_PART
            if not unknown or time.monotonic() > deadline:
                raise _failure(error, f"cannot describe the topic {name!r}") from error
        time.sleep(_RETRY_S)


def _create(admin: AdminClient, specs: Sequence[TopicSpec]) -> None:
    if not specs:
        return
    wanted = [NewTopic(s.name, s.partitions, s.replication, config=dict(s.config)) for s in specs]
    for name, future in admin.create_topics(wanted, request_timeout=_REQUEST_S).items():
        try:
            future.result(_REQUEST_S)
        except (KafkaException, TimeoutError) as error:
            exists = isinstance(error, KafkaException) and error.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS
            if not exists:  # else another process was faster
                raise _failure(error, f"cannot create the topic {name!r}") from error
    _wait_until_visible(admin, specs)


def _grow(admin: AdminClient, specs: Sequence[TopicSpec]) -> None:
    if not specs:
        return
    wanted = [NewPartitions(spec.name, spec.partitions) for spec in specs]
    for name, future in admin.create_partitions(wanted, request_timeout=_REQUEST_S).items():
        try:
            future.result(_REQUEST_S)
        except (KafkaException, TimeoutError) as error:
            grown = isinstance(error, KafkaException) and error.args[0].code() == KafkaError.INVALID_PARTITIONS
            if not grown:  # else another process was faster
                raise _failure(error, f"cannot give the topic {name!r} more partitions") from error
    _wait_until_visible(admin, specs)


def _wait_until_visible(admin: AdminClient, specs: Sequence[TopicSpec]) -> None:
    """Wait until the broker that we ask knows the topics that were made or changed; it takes a moment."""
    deadline = time.monotonic() + _VISIBLE_S
    while missing := _unseen(admin, specs):
        if time.monotonic() > deadline:
            message = (
                f"the topic {missing[0].name!r} was to have {missing[0].partitions} partitions, but no broker knows "
                f"them after {_VISIBLE_S:g} s"
            )
            raise TopicError(message)
        time.sleep(_RETRY_S)


def _unseen(admin: AdminClient, specs: Sequence[TopicSpec]) -> list[TopicSpec]:
    counts = partition_counts(admin, [spec.name for spec in specs])
    return [spec for spec in specs if counts.get(spec.name, 0) < spec.partitions]


def _check_partitions(spec: TopicSpec, n_partitions: int, exact: bool) -> None:
    if n_partitions == spec.partitions or (n_partitions > spec.partitions and not exact):
        return
    if n_partitions < spec.partitions:
        remedy = (
            f"kafka-topics.sh --alter --topic {spec.name} --partitions {spec.partitions}, or ask for {n_partitions}"
        )
    else:
        remedy = f"use another topic, or delete {spec.name} so that it is made anew"
    message = f"the topic {spec.name!r} has {n_partitions} partitions, {spec.partitions} are needed: {remedy}"
    raise TopicError(message)


def _check_message_size(admin: AdminClient, spec: TopicSpec) -> None:
    resource = ConfigResource(ResourceType.TOPIC, spec.name)
    described = admin.describe_configs([resource], request_timeout=_REQUEST_S)[resource]
    entries = _outcome(described, f"cannot read the settings of the topic {spec.name!r}")
    wanted, actual = int(spec.config["max.message.bytes"]), int(entries["max.message.bytes"].value)
    if actual < wanted:
        message = (
            f"the topic {spec.name!r} takes messages of {actual} bytes, {wanted} are needed: kafka-configs.sh --alter "
            f"--entity-type topics --entity-name {spec.name} --add-config max.message.bytes={wanted}, "
            "or lower max_frame_bytes under [topics]"
        )
        raise TopicError(message)


def _outcome(future: "Future[Any]", problem: str) -> Any:
    try:
        return future.result(_REQUEST_S)
    except (KafkaException, TimeoutError) as error:
        raise _failure(error, problem) from error


def _failure(error: KafkaException | TimeoutError, problem: str) -> BrokerError | TopicError:
    """Whose fault it is: the broker's, which may pass by waiting, or the topic's, which will not."""
    if isinstance(error, TimeoutError):
        return BrokerError(f"{problem}: the broker did not answer within {_REQUEST_S:g} s")
    reason = error.args[0]
    return (BrokerError if reason.code() in _BROKERS_FAULT else TopicError)(f"{problem}: {reason.str()}")


def _missing(spec: TopicSpec) -> str:
    options = " ".join(f"--config {key}={value}" for key, value in spec.config.items())
    return (
        f"there is no topic {spec.name!r}, and create = false: kafka-topics.sh --create --topic {spec.name} "
        f"--partitions {spec.partitions} --replication-factor {spec.replication} {options}"
    )
