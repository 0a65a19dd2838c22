"""Into which topic a replay goes."""

import pytest

from flir_iqa.errors import SettingsError
from plumbing.kafka.settings import TopicSettings
from recording.playing.target import choose_targets

TOPICS = TopicSettings()


def test_a_replay_has_a_topic_of_its_own() -> None:
    targets = choose_targets(["thermal-frames", "replay-old"], TOPICS, None, False)
    assert targets == {"thermal-frames": "replay-thermal-frames", "replay-old": "replay-old"}


@pytest.mark.parametrize("topic", ["thermal-frames", "plant-frames", "recorded"])
def test_a_live_topic_must_be_meant_twice(topic: str) -> None:
    topics = TopicSettings(frames="plant-frames")
    with pytest.raises(SettingsError, match="--into-live-topic"):
        choose_targets(["recorded"], topics, topic, False)
    assert choose_targets(["recorded"], topics, topic, True) == {"recorded": topic}


def test_into_a_live_topic_alone_says_too_little() -> None:
    with pytest.raises(SettingsError, match="--topic"):
        choose_targets(["thermal-frames"], TOPICS, None, True)


def test_a_topic_of_the_test_system_is_not_live() -> None:
    topics = TopicSettings(frames="replay-thermal-frames")
    assert choose_targets(["thermal-frames"], topics, "replay-thermal-frames", False)


@pytest.mark.parametrize("topic", ["image-quality-data", "thermal-frames-rejected", "image-quality-events", "a b", ""])
def test_topics_that_take_no_frames_are_refused_however_often_they_are_meant(topic: str) -> None:
    with pytest.raises(SettingsError):
        choose_targets(["thermal-frames"], TOPICS, topic, True)


def test_several_recorded_topics_do_not_go_into_one() -> None:
    with pytest.raises(SettingsError, match="--recorded-topic"):
        choose_targets(["a", "b"], TOPICS, "c", False)
