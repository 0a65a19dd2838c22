"""The topics: there, with the partitions, sizes and rules that frames and results need. Nothing is changed."""

from collections.abc import Iterator, Mapping
from typing import Final

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType, TopicMetadata

from flir_iqa.errors import BrokerError, TopicError
from operate.doctor.finding import Finding
from operate.doctor.setup import Setup
from plumbing.kafka.settings import TopicSettings
from plumbing.kafka.topics import TopicSpec, ensure_topics, frame_topic, result_topics

_REQUEST_S: Final = 15.0
_HOUR_MS: Final = 3_600_000

Configs = Mapping[str, str]
"""A topic's settings as the broker has them."""


def check_topics(setup: Setup) -> Iterator[Finding]:
    """Look at each topic as the commands would, and at the rules that lose data silently."""
    topics, admin = setup.get(TopicSettings), setup.cluster().admin()
    try:
        present = admin.list_topics(timeout=_REQUEST_S).topics
    except KafkaException as error:
        message = f"the broker does not list its topics: {error.args[0].str()}"
        raise BrokerError(message) from error
    there = present.get(topics.frames)
    n_partitions = len(there.partitions) if there is not None and there.error is None else topics.partitions
    specs = [(frame_topic(topics), False), *((spec, True) for spec in result_topics(topics, n_partitions))]
    for spec, exact in specs:
        if spec.name in present and present[spec.name].error is None:
            yield from _look(admin, spec, exact, present[spec.name])
        else:
            yield _missing(admin, spec, topics.create)


def _missing(admin: AdminClient, spec: TopicSpec, create: bool) -> Finding:
    if create:
        text = f"is not there yet; the first start creates it with {spec.partitions} partitions"
        return Finding.ok(spec.name, text)
    try:
        ensure_topics(admin, [spec], create=False)
    except TopicError as error:
        return Finding.failure(spec.name, *_halves(str(error)))
    return Finding.ok(spec.name, "was created just now")


def _look(admin: AdminClient, spec: TopicSpec, exact: bool, seen: TopicMetadata) -> Iterator[Finding]:
    try:
        ensure_topics(admin, [spec], create=False, exact=exact)
    except TopicError as error:
        yield Finding.failure(spec.name, *_halves(str(error)))
    try:
        configs = read_configs(admin, spec.name)
    except KafkaException as error:
        yield Finding.warning(spec.name, f"its settings may not be read: {error.args[0].str()}")
        configs = {}
    problems = [*judge_replicas(spec.name, seen, configs), *judge_configs(spec, configs)]
    yield from problems
    if configs and not problems:
        keeps = _hours(configs["retention.ms"])
        text = f"{len(seen.partitions)} partitions, keeps {keeps}, messages up to {configs['max.message.bytes']} bytes"
        yield Finding.ok(spec.name, text)


def read_configs(admin: AdminClient, name: str) -> Configs:
    """Return a topic's settings.

    Raises:
        KafkaException: They may not be read, or no broker answered.
    """
    resource = ConfigResource(ResourceType.TOPIC, name)
    entries = admin.describe_configs([resource], request_timeout=_REQUEST_S)[resource].result(_REQUEST_S)
    return {key: str(entry.value) for key, entry in entries.items()}


def judge_replicas(name: str, seen: TopicMetadata, configs: Configs) -> Iterator[Finding]:
    """Look for partitions that nobody leads, that lack replicas, or that a broker's absence would stop."""
    leaderless = [number for number, each in seen.partitions.items() if each.leader < 0]
    if leaderless:
        yield Finding.failure(
            name, f"partitions without a leader: {leaderless[:10]}", "start the brokers that hold them"
        )
    behind = [number for number, each in seen.partitions.items() if len(each.isrs) < len(each.replicas)]
    if behind:
        yield Finding.warning(
            name, f"partitions with replicas that are away or behind: {behind[:10]}", "is each broker up?"
        )
    replicas = min((len(each.replicas) for each in seen.partitions.values()), default=1)
    least = int(configs.get("min.insync.replicas", "1"))
    alter = f"kafka-configs.sh --alter --entity-type topics --entity-name {name} --add-config min.insync.replicas="
    if least > replicas:
        text = f"asks for {least} replicas in sync and has {replicas}: nothing can be written"
        yield Finding.failure(name, text, f"{alter}{max(1, replicas - 1)}")
    elif least == replicas > 1:
        text = f"asks for all its {replicas} replicas: one broker away stops it"
        yield Finding.warning(name, text, f"{alter}{replicas - 1}")


def judge_configs(spec: TopicSpec, configs: Configs) -> Iterator[Finding]:
    """Look for rules by which Kafka drops or refuses records without a word."""
    if not configs:
        return
    alter = f"kafka-configs.sh --alter --entity-type topics --entity-name {spec.name} --add-config "
    policy = configs.get("cleanup.policy", "delete")
    if "compact" in policy:
        text = f"cleanup.policy is {policy!r}: only the newest record of a camera would stay"
        yield Finding.failure(spec.name, text, f"{alter}cleanup.policy=delete")
    kept_ms, wanted_ms = int(configs.get("retention.ms", "-1")), int(spec.config["retention.ms"])
    if 0 <= kept_ms < wanted_ms:
        text = f"keeps {_hours(str(kept_ms))}, the settings ask for {_hours(str(wanted_ms))}"
        yield Finding.warning(
            spec.name, text, f"{alter}retention.ms={wanted_ms}, or lower the retention under [topics]"
        )
    if int(configs.get("retention.bytes", "-1")) >= 0:
        text = f"retention.bytes is {configs['retention.bytes']}: records may go before their time"
        yield Finding.warning(spec.name, text, f"{alter}retention.bytes=-1, where the disk allows it")
    if configs.get("message.timestamp.type") == "LogAppendTime":
        text = "message.timestamp.type is LogAppendTime: frames without our headers count as captured when they came in"
        yield Finding.warning(spec.name, text, f"{alter}message.timestamp.type=CreateTime")
    before_ms = int(configs.get("message.timestamp.before.max.ms", str(2**63 - 1)))
    if before_ms < _HOUR_MS:
        text = f"message.timestamp.before.max.ms is {before_ms}: frames that waited out an outage are refused"
        yield Finding.warning(spec.name, text, f"{alter}message.timestamp.before.max.ms={2**63 - 1}")


def _hours(milliseconds: str) -> str:
    return "for ever" if int(milliseconds) < 0 else f"{int(milliseconds) / _HOUR_MS:g} h"


def _halves(message: str) -> tuple[str, str | None]:
    """Split what is wrong from the command that mends it."""
    text, colon, remedy = message.partition(": kafka-")
    return text, f"kafka-{remedy}" if colon else None
