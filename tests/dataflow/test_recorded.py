"""Which topic of a recording holds the frames."""

from pathlib import Path

import pytest

from dataflow.recorded import NoFramesError, choose_topic, open_frames
from plumbing.kafka.settings import TopicSettings
from recording.writer import RecordingWriter, WriterSettings
from tests.dataflow.sources.test_recording import make_message

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
        (["image-quality-data"], None, "got 0: 'image-quality-data'; none of them holds frames"),
        (["a"], "b", "the recording has no topic 'b'; there are 'a'"),
    ],
)
def test_what_is_not_clear_is_said(recorded: list[str], asked: str | None, said: str) -> None:
    with pytest.raises(NoFramesError) as caught:
        choose_topic(recorded, TOPICS, asked)
    assert said in str(caught.value)


def test_a_recording_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "night.mcap"
    with RecordingWriter(path, WriterSettings(chunk_bytes=1)) as writer:
        for offset in range(3):
            writer.write(make_message(topic="thermal-frames", offset=offset, headers=()))
    with open_frames(path, TopicSettings()) as whole:
        assert (whole.note, whole.n_frames, [each.offset for each in whole.frames]) == (None, 3, [0, 1, 2])
    path.write_bytes(path.read_bytes()[:-100])
    with open_frames(path, TopicSettings()) as cut:
        assert cut.note is not None
        assert cut.note.endswith("night.mcap' was not completed, as after a crash: it ends where it breaks off")
        assert len(list(cut.frames)) == cut.n_frames


def test_a_recording_without_a_message_says_so(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "night.mcap"):
        pass
    with (
        pytest.raises(NoFramesError, match=r"night.mcap' holds no messages"),
        open_frames(tmp_path / "night.mcap", TopicSettings()),
    ):
        pass
