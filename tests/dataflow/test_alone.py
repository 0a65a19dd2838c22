"""A process that finds another at work on its partitions ends before it has written anything."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dataflow.alone import Ends, find_alone
from dataflow.resume import Resume
from dataflow.shed_counts import ShedCounts
from dataflow.sinks.kafka import SecondWriterError
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.exactness import WINDOW, Feed, check_exact, wait_until_done
from tests.dataflow.running import Topics

PLACE = ("results", 0)


def resume(end: int) -> Resume:
    return Resume(partition=0, offset=end, windows={}, shed=ShedCounts(), events=(), ends={PLACE[0]: end})


def find(found: Sequence[int], seen: Sequence[int]) -> tuple[Sequence[Resume], list[float]]:
    """Find with the ends that the start reads, and those that it sees a moment later, look by look."""
    first: Iterator[Sequence[Resume]] = iter([[resume(end)] for end in found])
    second: Iterator[Ends] = iter([{PLACE: end} for end in seen])
    pauses: list[float] = []
    return find_alone(lambda: next(first), lambda: next(second), pauses.append), pauses


def test_where_nothing_moves_the_start_goes_on_after_one_pause() -> None:
    resumes, pauses = find([7], [7])
    assert [each.offset for each in resumes] == [7]
    assert len(pauses) == 1
    assert 0.5 <= pauses[0] <= 1


def test_last_records_of_a_process_that_died_are_waited_for_and_counted_in() -> None:
    resumes, _ = find([7, 9], [9, 9])
    assert [each.offset for each in resumes] == [9]


def test_records_that_go_on_to_appear_are_another_process() -> None:
    with pytest.raises(SecondWriterError, match=r"records appear on results-0 that this process did not write"):
        find([7, 9, 11], [8, 10, 12])


@pytest.mark.integration
def test_a_second_process_on_another_host_ends_and_doubles_nothing(
    io: Topics, make_flow: MakeFlow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--smoothing-window", str(WINDOW))
    first = make_flow(*options).start_reading()
    feed = Feed(io, fps=40)
    with feed.running():
        feed.wait_for(20)
        elsewhere = tmp_path / "other-host"
        elsewhere.mkdir()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(elsewhere))  # where the lock of the host is
        second = make_flow(*options, log="second.log").start()
        assert second.wait() == 1
        feed.wait_for(20)
    wait_until_done(io, feed.sent)
    assert "that this process did not write: another one works on these partitions" in second.log
    assert "Traceback" not in second.log
    assert first.terminate() == 0
    check_exact(io, feed.sent)
