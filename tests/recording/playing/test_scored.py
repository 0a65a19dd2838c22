"""What replays are for: the same frames through the real dataflow twice give the same numbers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flir_iqa.records import QualityRecord
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.stopping import Stopper
from recording.playing.options import ReplayOptions
from recording.playing.rate import MAX
from recording.playing.run import Outcome, Replay
from recording.writer import RecordingWriter
from sandbox.waiting import wait_until
from tests.dataflow.running import PATIENCE_S, SAMPLES, FlowProcess, Topics
from tests.recording.playing.messages import recorded

pytestmark = pytest.mark.integration

N_FRAMES = 30


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """Frames of two cameras, and one that cannot be scored."""
    path = tmp_path / "night.mcap"
    with RecordingWriter(path) as writer:
        for n in range(N_FRAMES):
            value = b"no picture" if n == 7 else SAMPLES[n % len(SAMPLES)]
            writer.write(recorded(n, n / 10, ["gate", "yard"][n % 2], value=value))
    return path


def by_source(records: list[QualityRecord]) -> dict[str | None, tuple[float, float, int]]:
    return {
        record.source_frame_id: (record.raw_image_quality, record.smoothed_image_quality, record.window_count)
        for record in records
    }


def test_two_replays_give_the_same_numbers_frame_by_frame(
    night: Path, kafka: KafkaSettings, topics: TopicSettings, fresh_name: Callable[[str], str], tmp_path: Path
) -> None:
    names = topics.model_copy(update={"frames": fresh_name("replay-frames")})
    io = Topics(kafka, names)

    def replay(replay_id: str) -> Outcome:
        options = ReplayOptions(path=night, rate=MAX, topic=names.frames, replay_id=replay_id, max_lag=8)
        return Replay(kafka=kafka, topics=names, options=options, stopper=Stopper()).run()

    with FlowProcess(kafka, names, tmp_path / "flow.log", "--smoothing-window", "100") as flow:
        flow.start_reading()
        assert [replay(name).n_delivered for name in ("first", "second")] == [N_FRAMES, N_FRAMES]
        wait_until(lambda: io.count(names.rejected) == 2, PATIENCE_S, "both bad frames are rejected")
        io.wait_for(results=2 * (N_FRAMES - 1))
        assert flow.terminate() == 0
    results = [record for partition in range(names.partitions) for record in io.results(partition)]
    first, second = (by_source([r for r in results if r.replay_id == name]) for name in ("first", "second"))
    assert first == second
    assert set(first) == {f"thermal-frames-3-{n}" for n in range(N_FRAMES) if n != 7}
    assert max(count for *_, count in second.values()) == N_FRAMES // 2
