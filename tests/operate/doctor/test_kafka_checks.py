"""What the doctor says of a real Kafka: reach, certificates, logins, topics, clocks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from operate.doctor.checks.clock import check_clock, judge, measure
from operate.doctor.checks.reach import check_reach
from operate.doctor.checks.tls import check_tls
from operate.doctor.checks.topics import check_topics
from operate.doctor.errors import NotCheckedError
from operate.doctor.setup import Setup
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import TopicSpec, ensure_topics, frame_topic, result_topics
from sandbox.broker import Broker
from sandbox.broker_security import BrokerSecurity, BrokerTls
from sandbox.certificates import Authority
from sandbox.ports import free_port
from tests.operate.doctor.setups import setup_of, states, words

pytestmark = pytest.mark.integration

GOOD_S = 60.0
"""A broker that answers may take its time on a busy machine."""
BAD_S = 5.0
"""One that never answers is waited for to the end."""


def over(kafka: KafkaSettings, topics: TopicSettings | None = None, **changes: Any) -> Setup:
    given = {} if topics is None else topics.model_dump()
    return setup_of(kafka={"bootstrap": kafka.bootstrap}, topics={**given, **changes})


def make(kafka: KafkaSettings, name: str, n_partitions: int, **config: str) -> None:
    dotted = {key.replace("_", "."): content for key, content in config.items()}
    ensure_topics(make_admin(kafka)[0], [TopicSpec(name, n_partitions, 1, dotted)], create=True)


def test_a_broker_that_answers_is_well_and_one_beside_it_that_does_not_is_a_warning(kafka: KafkaSettings) -> None:
    away = f"127.0.0.1:{free_port()}"
    setup = setup_of(kafka={"bootstrap": f"{kafka.bootstrap},{away},nowhere.invalid:9092"})
    found = states(check_reach(setup))
    assert (found[kafka.bootstrap], found["cluster"]) == ("ok", "ok")
    assert (found[away], found["nowhere.invalid:9092"]) == ("warning", "warning")
    assert states(check_tls(setup)) == {"connection": "warning"}  # a name that is not this machine's


def test_no_broker_is_one_failure_and_what_needs_it_is_not_checked() -> None:
    setup = setup_of(kafka={"bootstrap": f"127.0.0.1:{free_port()}"}, timeout_s=1.0)
    (finding,) = check_reach(setup)
    assert (finding.state, finding.text) == ("failure", "nothing listens there (connection refused)")
    for check in (check_topics, check_clock):
        with pytest.raises(NotCheckedError, match="no broker answers"):
            list(check(setup))


def test_topics_that_are_not_there_are_well_where_they_may_be_made(kafka: KafkaSettings, topics: TopicSettings) -> None:
    assert set(states(check_topics(over(kafka, topics))).values()) == {"ok"}
    found = list(check_topics(over(kafka, topics, create=False)))
    assert set(states(found).values()) == {"failure"}
    assert f"kafka-topics.sh --create --topic {topics.frames} --partitions 3" in words(found)


def test_topics_as_the_commands_make_them_are_well(kafka: KafkaSettings, topics: TopicSettings) -> None:
    ensure_topics(make_admin(kafka)[0], [frame_topic(topics), *result_topics(topics, 3)], create=True)
    found = list(check_topics(over(kafka, topics)))
    assert set(states(found).values()) == {"ok"}
    assert f"{topics.frames}: 3 partitions, keeps 24 h, messages up to {topics.max_frame_bytes + 100_000} bytes" in (
        words(found)
    )


def test_topics_that_would_lose_data_are_named_with_the_command_that_mends_them(
    kafka: KafkaSettings, topics: TopicSettings
) -> None:
    make(
        kafka, topics.frames, 4, retention_ms="60000", max_message_bytes="50000", message_timestamp_type="LogAppendTime"
    )
    make(kafka, topics.results, 3, cleanup_policy="compact", min_insync_replicas="2")
    found = words(check_topics(over(kafka, topics)))
    assert f"failure {topics.frames}: the topic {topics.frames!r} takes messages of 50000 bytes" in found
    assert f"warning {topics.frames}: keeps 0.0166667 h, the settings ask for 24 h" in found
    assert f"warning {topics.frames}: message.timestamp.type is LogAppendTime" in found
    assert f"failure {topics.results}: the topic {topics.results!r} has 3 partitions, 4 are needed" in found
    assert f"kafka-topics.sh --alter --topic {topics.results} --partitions 4" in found
    assert f"failure {topics.results}: cleanup.policy is 'compact'" in found
    assert f"failure {topics.results}: asks for 2 replicas in sync and has 1: nothing can be written" in found


def test_clocks_of_one_machine_agree_and_nothing_stays_behind(kafka: KafkaSettings) -> None:
    (finding,) = check_clock(setup_of(kafka={"bootstrap": kafka.bootstrap}))
    assert finding.state == "ok", finding.text
    left = [name for name in make_admin(kafka)[0].list_topics(timeout=30).topics if name.startswith("flir-iqa-doctor")]
    assert left == []


def test_the_clock_measured_is_the_brokers(kafka: KafkaSettings, fresh_name: Callable[[str], str]) -> None:
    name = fresh_name("clock")
    make(kafka, name, 1, message_timestamp_type="LogAppendTime")
    ahead_s, wrong_by_s = measure(kafka, name)
    assert abs(ahead_s) <= wrong_by_s + 0.01
    assert judge(3.0, 0.1).state == judge(-3.0, 0.1).state == "warning"
    assert judge(0.5, 0.1).state == "ok"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def doors(authority: Authority) -> Iterator[Broker]:
    """A broker with a door for mTLS, one whose certificate has expired, one for another host, and one with a login."""
    listeners = {
        "EXPIRED": BrokerSecurity(BrokerTls(authority.server("expired", "127.0.0.1", expired=True))),
        "ELSEWHERE": BrokerSecurity(BrokerTls(authority.server("elsewhere", "broker.invalid"))),
        "SCRAM": BrokerSecurity(mechanism="SCRAM-SHA-256", users={"alice": "s3crets3cret"}),
    }
    good = authority.server("good", "127.0.0.1", "localhost")
    with Broker(security=BrokerSecurity(BrokerTls(good, authority.path)), listeners=listeners) as running:
        yield running


def tls(authority: Authority, bootstrap: str, timeout_s: float, **given: str) -> Setup:
    return setup_of(
        kafka={"bootstrap": bootstrap, "security_protocol": "SSL", "ssl_ca": str(authority.path), **given},
        timeout_s=timeout_s,
    )


def test_certificates_that_are_good_name_their_days(doors: Broker, authority: Authority) -> None:
    key, certificate = authority.client("client")
    setup = tls(authority, doors.bootstrap, GOOD_S, ssl_key=str(key), ssl_certificate=str(certificate))
    assert states(check_reach(setup))["cluster"] == "ok"
    found = list(check_tls(setup))
    assert [finding.subject.partition(",")[0] for finding in found] == ["authority", "ours", "broker"]
    assert all(" days from now" in finding.text for finding in found)


def test_our_certificate_that_has_expired_is_a_failure(doors: Broker, authority: Authority) -> None:
    key, certificate = authority.client("old", expired=True)
    setup = tls(authority, doors.bootstrap, BAD_S, ssl_key=str(key), ssl_certificate=str(certificate))
    assert "expired on 2020-01-01" in words(check_reach(setup))
    assert f"failure ours, {str(certificate)!r}: expired on 2020-01-01" in words(check_tls(setup))


@pytest.mark.parametrize(
    ("door", "text"),
    [("EXPIRED", "expired on 2020-01-01"), ("ELSEWHERE", "its certificate is for other hosts: broker.invalid")],
)
def test_a_brokers_bad_certificate_is_a_failure(doors: Broker, authority: Authority, door: str, text: str) -> None:
    setup = tls(authority, doors.address_of(door), BAD_S)
    assert states(check_reach(setup))["cluster"] == "failure"
    assert any(each.state == "failure" and text in each.text for each in check_tls(setup))


def test_a_wrong_password_is_named_by_its_account_and_never_shown(doors: Broker, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("wr0ng-wr0ng")
    login = {
        "bootstrap": doors.address_of("SCRAM"),
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_username": "alice",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_password": f"file:{password}",
    }
    found = words(check_reach(setup_of(kafka=login, timeout_s=BAD_S)))
    assert "refuses the account 'alice' by SCRAM-SHA-256" in found
    assert "wr0ng" not in found
    password.write_text("s3crets3cret")
    found = words(check_reach(setup_of(kafka=login)))
    assert "SASL_PLAINTEXT, account 'alice' by SCRAM-SHA-256" in found
    assert "s3cret" not in found
