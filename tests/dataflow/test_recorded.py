"""Which topic of a recording holds the frames."""

import pytest

from dataflow.recorded import NoFramesError, choose_topic
from plumbing.kafka.settings import TopicSettings

TOPICS = TopicSettings(frames="kiln-frames", results="kiln-results")


def test_the_frame_topic_of_the_settings_comes_first() -> None:
    assert choose_topic(["a", "kiln-frames", "kiln-results"], TOPICS, None) == "kiln-frames"


def test_the_only_topic_of_frames_is_meant() -> None:
    recorded = ["replay-thermal-frames", "image-quality-data", "image-quality-events", "kiln-results"]
    assert choose_topic(recorded, TOPICS, None) == "replay-thermal-frames"


def test_the_topic_that_was_asked_for_is_taken() -> None:
    assert choose_topic(["a", "kiln-frames"], TOPICS, "a") == "a"


@pytest.mark.parametrize(
    ("recorded", "asked", "said"),
    [
        (["a", "b"], None, "expected a recording with one topic of frames, got 2: 'a', 'b'; say which one is meant"),
        ([], None, "got 0: none"),
        (["image-quality-data"], None, "got 0: 'image-quality-data'"),
        (["a"], "b", "the recording has no topic 'b'; there are 'a'"),
    ],
)
def test_what_is_not_clear_is_said(recorded: list[str], asked: str | None, said: str) -> None:
    with pytest.raises(NoFramesError) as caught:
        choose_topic(recorded, TOPICS, asked)
    assert said in str(caught.value)
