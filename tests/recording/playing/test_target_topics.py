"""The topics that replays go into."""

import logging
from collections.abc import Callable

import pytest
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType

from flir_iqa.errors import TopicError
from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from recording.playing.target_topics import ensure_targets

pytestmark = pytest.mark.integration

HOUR_MS = 3_600_000


def retention_ms(admin: AdminClient, topic: str) -> int:
    resource = ConfigResource(ResourceType.TOPIC, topic)
    return int(admin.describe_configs([resource])[resource].result(30)["retention.ms"].value)


def test_frames_with_old_times_are_kept_as_long_as_new_ones(
    kafka: KafkaSettings, topics: TopicSettings, fresh_name: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    admin, new, old = make_admin(kafka)[0], fresh_name("replay"), fresh_name("replay")
    assert ensure_targets(admin, topics, {"a": new}, 0) == {"a": (new, 3)}
    assert ensure_targets(admin, topics, {"a": old}, 1000 * HOUR_MS) == {"a": (old, 3)}
    assert (retention_ms(admin, new), retention_ms(admin, old)) == (24 * HOUR_MS, 1024 * HOUR_MS)
    assert not caplog.records
    with caplog.at_level(logging.WARNING):
        ensure_targets(admin, topics, {"a": new}, 1000 * HOUR_MS)
    assert "keeps frames for 24.0 h, and the recorded times are 1000.0 h old" in caplog.text


def test_a_topic_that_may_not_be_made_is_an_error_with_the_remedy(
    kafka: KafkaSettings, topics: TopicSettings, fresh_name: Callable[[str], str]
) -> None:
    fixed = topics.model_copy(update={"create": False})
    with pytest.raises(TopicError, match=r"kafka-topics.sh --create --topic replay-.* --partitions 3"):
        ensure_targets(make_admin(kafka)[0], fixed, {"a": fresh_name("replay")}, 0)
