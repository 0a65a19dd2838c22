"""Kafka clients that remember why they cannot reach a broker.

librdkafka tells the reason of a failed connection ("certificate required", "failed to resolve") only to `error_cb`, and
only while somebody polls; a request itself just says "transport failure". So each client here carries a `ClientErrors`.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient, ClusterMetadata

from flir_iqa.errors import BrokerError
from plumbing.kafka.refusals import explain
from plumbing.kafka.settings import KafkaSettings
from plumbing.redaction import redact

log = logging.getLogger(__name__)

_LIBRDKAFKA: Final = logging.getLogger("librdkafka")
"""Takes what the library would print on standard error itself, past our formats and masks."""

_COMMON: Final = {
    "reconnect.backoff.ms": 100,
    "reconnect.backoff.max.ms": 1000,
    "socket.keepalive.enable": True,
    "log_level": 2,  # what matters comes through error_cb, with our words
    "allow.auto.create.topics": False,
}
_REQUEST_S: Final = 1.0
_EXPLAINED_S: Final = 10.0
_VARYING: Final = re.compile(r" \(after \d+ms in state [^)]*\)")

ClientT = TypeVar("ClientT", Consumer, Producer, AdminClient)


class ClientErrors:
    """Collects what a client reports: the latest reason and the first fatal error. `callback` is the `error_cb`.

    Args:
        kafka: The connection, to explain reasons by.
    """

    def __init__(self, kafka: KafkaSettings) -> None:
        self._kafka = kafka
        self._lock = threading.Lock()
        self._latest: str | None = None
        self._fatal: KafkaError | None = None
        self._explained: tuple[str, str, float] | None = None

    def callback(self, error: KafkaError) -> None:
        """Take one error from librdkafka."""
        with self._lock:
            if error.code() != KafkaError._ALL_BROKERS_DOWN or self._latest is None:  # noqa: SLF001 - its public constant
                self._latest = _VARYING.sub("", redact(error.str()))
            if error.fatal() and self._fatal is None:
                self._fatal = error

    @property
    def latest(self) -> str | None:
        """The latest reason, with the remedy where one is known, else in librdkafka's words; `None` while all is well.

        It may try a handshake with the broker, which takes up to some seconds; the answer stands for ten.
        """
        with self._lock:
            reason, explained = self._latest, self._explained
        if reason is None:
            return None
        if explained is None or explained[0] != reason or time.monotonic() > explained[2]:
            words = explain(reason, self._kafka) or reason
            explained = self._explained = (reason, words, time.monotonic() + _EXPLAINED_S)
        return explained[1]

    @property
    def fatal(self) -> KafkaError | None:
        """The first error after which the client is of no use any more."""
        with self._lock:
            return self._fatal


def make_consumer(kafka: KafkaSettings, max_message_bytes: int, **config: Any) -> tuple[Consumer, ClientErrors]:
    """Make a consumer for partitions that are assigned by hand, with offsets that are kept by us.

    It never commits, never joins a group, and reports an offset out of range as an error instead of jumping. `consume`
    and `poll` serve its errors.
    """
    errors = ClientErrors(kafka)
    settings = {
        **_COMMON,
        **kafka.client_config(),
        "group.id": "flir-iqa-unused",  # mandatory in librdkafka, unused with assign()
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "auto.offset.reset": "error",
        "fetch.wait.max.ms": 100,
        "message.max.bytes": max_message_bytes + 100_000,
        "fetch.message.max.bytes": max_message_bytes + 100_000,
        "receive.message.max.bytes": max(100_000_000, 2 * max_message_bytes),
        "error_cb": errors.callback,
        **config,
    }
    return _made(Consumer, settings), errors


def make_producer(kafka: KafkaSettings, max_message_bytes: int, **config: Any) -> tuple[Producer, ClientErrors]:
    """Make an idempotent producer that waits for all in-sync replicas; keys go to partitions as Java clients do it."""
    errors = ClientErrors(kafka)
    settings = {
        **_COMMON,
        **kafka.client_config(),
        "enable.idempotence": True,
        "acks": "all",
        "partitioner": "murmur2_random",
        "message.max.bytes": max_message_bytes + 100_000,
        "error_cb": errors.callback,
        **config,
    }
    return _made(Producer, settings), errors


def make_admin(kafka: KafkaSettings) -> tuple[AdminClient, ClientErrors]:
    """Make an administration client."""
    errors = ClientErrors(kafka)
    settings = {**_COMMON, **kafka.client_config(), "error_cb": errors.callback}
    return _made(AdminClient, settings), errors


def _made(kind: type[ClientT], settings: dict[str, Any]) -> ClientT:
    """Make a client; its files were good when the settings were read, and may be good again in a moment."""
    try:
        return kind(settings, logger=_LIBRDKAFKA)
    except KafkaException as error:
        message = f"the Kafka client cannot be made: {error.args[0].str()}"
        raise BrokerError(message) from error


def wait_for_brokers(
    kafka: KafkaSettings, timeout_s: float, stopping: Callable[[], bool] = lambda: False
) -> ClusterMetadata:
    """Wait until a broker answers.

    Args:
        kafka: The connection.
        timeout_s: How long to try.
        stopping: Asked between two tries; true ends the wait early.

    Raises:
        BrokerError: None answered in time; the text holds the reason, and the remedy where one is known.
    """
    admin, errors = make_admin(kafka)
    deadline = time.monotonic() + timeout_s
    failure = ""
    while True:
        try:
            return admin.list_topics(timeout=_REQUEST_S)
        except KafkaException as error:
            failure = redact(error.args[0].str())
        admin.poll(0)
        if stopping() or time.monotonic() >= deadline:
            where = f"{kafka.bootstrap!r} ({kafka.security_protocol}) after {timeout_s:g} s"
            message = f"no Kafka broker answers at {where}: {errors.latest or failure}"
            raise BrokerError(message)
