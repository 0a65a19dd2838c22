"""The flow over frames that are at hand."""

import math
from collections.abc import Callable, Iterator

import pytest

from dataflow.file_run import FileRun, StoppedError
from dataflow.items import Fetched, ToSink
from dataflow.windows import WindowSettings
from flir_iqa.decoding import decode_frame
from flir_iqa.errors import FlirIqaError
from flir_iqa.scorer import Scorer
from tests.dataflow.frames import SMALL, KeptRecords, make_frame, make_frames


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer(threads=1)


def make_run(scorer: Scorer, n_at_once: int = 2, stopping: Callable[[], bool] = lambda: False) -> FileRun:
    return FileRun(
        scorer=scorer, n_at_once=n_at_once, topic="frames", windows=WindowSettings(size=5), stopping=stopping
    )


def test_each_frame_gives_one_result_in_the_order_of_the_recording(scorer: Scorer) -> None:
    kept = KeptRecords()
    make_run(scorer).run(make_frames(40), kept)
    assert [record.frame_id for record in kept.results] == [f"frames-{2 - n % 2}-{n // 2}" for n in range(40)]
    assert [record.camera_id for record in kept.results[:3]] == ["gate", "kiln", "gate"]


def test_scores_and_means_are_those_of_the_model_and_the_window(scorer: Scorer) -> None:
    kept = KeptRecords()
    make_run(scorer).run(make_frames(20), kept)
    gate = [record for record in kept.results if record.camera_id == "gate"]
    qualities = [scorer.assess(decode_frame(SMALL[2 * n % 3])).quality for n in range(10)]
    assert [record.raw_image_quality for record in gate] == qualities
    assert gate[-1].smoothed_image_quality == math.fsum(qualities[-5:]) / 5
    assert [record.window_count for record in gate[:6]] == [1, 2, 3, 4, 5, 5]


def test_the_clock_is_that_of_the_recording(scorer: Scorer) -> None:
    kept = KeptRecords()
    make_run(scorer).run(make_frames(1), kept)
    (record,) = kept.results
    assert (record.timestamp, record.latency_ms) == ("2026-01-31T11:59:59.980Z", 20.0)


def test_two_runs_with_other_numbers_of_threads_give_the_same_to_the_bit(scorer: Scorer) -> None:
    one, many = KeptRecords(), KeptRecords()
    make_run(scorer, n_at_once=1).run(make_frames(40), one)
    make_run(Scorer(threads=2), n_at_once=4).run(make_frames(40), many)
    assert one.results == many.results


def test_a_bad_frame_is_rejected_at_its_place(scorer: Scorer) -> None:
    kept = KeptRecords()
    frames = [make_frame(0, "gate", 0, 0), make_frame(1, "gate", 0, 1, b"no picture"), make_frame(2, "gate", 0, 2)]
    make_run(scorer).run(iter(frames), kept)
    assert [record.reason for record in kept.rejected] == ["not_jpeg"]
    assert kept.rejected[0].timestamp == "2026-01-31T12:00:00.100Z"
    assert [type(item).__name__ for item in kept.items] == ["Smoothed", "Refused", "Smoothed"]


def test_no_frame_at_all_gives_nothing(scorer: Scorer) -> None:
    kept = KeptRecords()
    make_run(scorer).run(iter([]), kept)
    assert not kept.items


def test_a_recording_that_cannot_be_read_on_ends_the_run_with_the_reason(scorer: Scorer) -> None:
    def broken() -> Iterator[Fetched]:
        yield from make_frames(60)
        message = "the chunk at byte 1234 is damaged"
        raise FlirIqaError(message)

    kept = KeptRecords()
    with pytest.raises(FlirIqaError, match="the chunk at byte 1234 is damaged"):
        make_run(scorer).run(broken(), kept)
    assert [record.frame_id for record in kept.results] == [
        f"frames-{2 - n % 2}-{n // 2}" for n in range(len(kept.results))
    ]


def test_a_writer_that_fails_ends_the_run_and_gets_nothing_more(scorer: Scorer) -> None:
    class Full(KeptRecords):
        def write(self, item: ToSink) -> None:
            if len(self.items) == 3:
                message = "No space left on device"
                raise FlirIqaError(message)
            super().write(item)

    kept = Full()
    with pytest.raises(FlirIqaError, match="No space left"):
        make_run(scorer).run(make_frames(100), kept)
    assert len(kept.items) == 3


def test_a_run_that_is_asked_to_stop_says_how_far_it_came(scorer: Scorer) -> None:
    kept = KeptRecords()
    with pytest.raises(StoppedError, match=r"stopped after \d+ frames"):
        make_run(scorer, stopping=lambda: len(kept.items) > 10).run(make_frames(1000), kept)
    assert 10 < len(kept.items) < 100
