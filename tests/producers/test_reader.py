"""Taking frames off the wire, and coming back after a loss."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from flir_iqa.errors import CameraError
from producers.backoff import Backoff
from producers.ledger import DropReason, Ledger
from producers.reader import Reader, SampledFrame
from producers.slot import Slot
from producers.state import CameraState
from producers.testing import Connection, ScriptedSource, frame_of
from sandbox.waiting import wait_until
from tests.producers.test_ledger import balance

QUICK = Backoff(0.001, 0.002)


class Parts:
    """A reader and what it works with."""

    def __init__(self, source: ScriptedSource, capacity: int = 100, **options: Any) -> None:
        self.slot: Slot[SampledFrame] = Slot(capacity)
        self.ledger = Ledger()
        self.state = CameraState("gate")
        options = {"drop_damaged": False, **options}
        self.reader = Reader(source, self.slot, self.ledger, self.state, QUICK, **options)

    def read_to_end(self) -> list[SampledFrame]:
        """Run a reader whose source ends, and return what it left."""
        self.reader.run()
        return self.left()

    def left(self) -> list[SampledFrame]:
        """Return what lies in the closed slot."""
        found = []
        while (sampled := self.slot.take()) is not None:
            found.append(sampled)
        return found

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the reader in a thread of its own for a while."""
        thread = threading.Thread(target=self.reader.run)
        thread.start()
        try:
            yield
        finally:
            self.reader.stop()
            thread.join(30)
            assert not thread.is_alive()


def ticking(step_s: float) -> tuple[Callable[[], float], Callable[[], object]]:
    """Return a clock, and what makes it go on by a step."""
    now = [0.0]

    def tick() -> None:
        now[0] += step_s

    return (lambda: now[0]), tick


def test_wanted_frames_are_counted_from_0_in_one_stream() -> None:
    parts = Parts(ScriptedSource(Connection([frame_of(b"%d" % n) for n in range(5)]), live=False))
    found = parts.read_to_end()
    assert [sampled.seq for sampled in found] == [0, 1, 2, 3, 4]
    assert len({sampled.stream_id for sampled in found}) == 1
    assert parts.state.now.stage == "finished"


def test_frames_left_out_by_sampling_leave_no_gap() -> None:
    clock, tick = ticking(0.04)
    source = ScriptedSource(Connection([frame_of(b"x")] * 100, before_each=tick), live=False, fps=5)
    parts = Parts(source, clock=clock)
    found = parts.read_to_end()
    assert len(found) in (20, 21)  # 4 seconds at 5 a second, and a first one
    assert [sampled.seq for sampled in found] == list(range(len(found)))
    assert parts.ledger.counts().dropped == {DropReason.SAMPLED: 100 - len(found)}


def test_superseded_frames_are_counted_and_leave_a_gap() -> None:
    parts = Parts(ScriptedSource(Connection([frame_of(b"x")] * 10), live=False), capacity=1)
    found = parts.read_to_end()
    assert [sampled.seq for sampled in found] == [9]
    assert parts.ledger.counts().dropped == {DropReason.SUPERSEDED: 9}


def test_a_frame_that_does_not_decode_is_counted_and_leaves_a_gap() -> None:
    parts = Parts(ScriptedSource(Connection([frame_of(b"x"), frame_of(None), frame_of(b"x")]), live=False))
    assert [sampled.seq for sampled in parts.read_to_end()] == [0, 2]
    assert parts.ledger.counts().dropped == {DropReason.CORRUPT: 1}


@pytest.mark.parametrize(("drop_damaged", "n_left"), [(False, 1), (True, 0)])
def test_damaged_frames_are_published_unless_the_settings_say_drop(drop_damaged: bool, n_left: int) -> None:
    source = ScriptedSource(Connection([frame_of(b"x", damaged=True)]), live=False)
    parts = Parts(source, drop_damaged=drop_damaged)
    assert len(parts.read_to_end()) == n_left


def test_a_sampled_frame_that_is_corrupt_is_replaced_by_the_next_good_one() -> None:
    clock, tick = ticking(0.04)
    frames = [frame_of(b"x"), *[frame_of(None)] * 6, *[frame_of(b"x")] * 3]
    parts = Parts(ScriptedSource(Connection(frames, before_each=tick), live=False, fps=5), clock=clock)
    assert [sampled.seq for sampled in parts.read_to_end()] == [0, 4, 5]  # 1, 2 and 3 were due and corrupt


def test_a_sampled_frame_that_is_late_is_replaced_by_the_next_that_is_not() -> None:
    clock, tick = ticking(0.04)
    late = replace(frame_of(b"old"), late=True)
    frames = [*[late] * 3, frame_of(b"new"), *[frame_of(b"x")] * 3]
    parts = Parts(ScriptedSource(Connection(frames, before_each=tick), live=False, fps=5), clock=clock)
    assert [sampled.seq for sampled in parts.read_to_end()] == [0]
    assert parts.ledger.counts().dropped == {DropReason.LATE: 3, DropReason.SAMPLED: 3}


def test_late_frames_leave_no_gap_but_where_a_whole_interval_goes_by() -> None:
    clock, tick = ticking(0.1)
    late = replace(frame_of(b"old"), late=True)
    frames = [frame_of(b"first"), *[late] * 9, frame_of(b"new")]
    parts = Parts(ScriptedSource(Connection(frames, before_each=tick), live=False, fps=5), clock=clock)
    assert len(parts.read_to_end()) == 2
    dropped = parts.ledger.counts().dropped
    assert dropped == {DropReason.SAMPLED: 1, DropReason.LATE: 5, DropReason.SUPERSEDED: 3}


def test_reader_comes_back_with_a_new_stream_after_a_loss() -> None:
    lost = CameraError("the camera sent nothing for 5 s")
    parts = Parts(ScriptedSource(Connection([frame_of(b"x")] * 3, lost), Connection([frame_of(b"y")] * 2, hangs=True)))
    with parts.running():
        wait_until(lambda: parts.ledger.counts().captured == 5, 30, "both connections were read")
        assert parts.state.now.stage == "live"
        assert parts.state.now.error is None
    found = parts.left()
    assert [sampled.seq for sampled in found] == [0, 1, 2, 0, 1]
    assert len({sampled.stream_id for sampled in found}) == 2


def test_the_end_of_a_live_stream_is_a_loss() -> None:
    source = ScriptedSource(Connection([frame_of(b"x")]), repeat=True)
    parts = Parts(source)
    with parts.running():
        wait_until(lambda: source.n_opened > 2, 30, "it was opened again")
        wait_until(lambda: parts.state.now.error == "the camera ended the stream", 30, "the state says why")


def test_a_refusing_camera_is_tried_again_and_says_why() -> None:
    source = ScriptedSource(Connection(failure=CameraError("rtsp://u:hunter22@h/x: no"), refuses=True), repeat=True)
    parts = Parts(source)
    with parts.running():
        wait_until(lambda: source.n_opened > 3 and parts.state.now.stage == "waiting", 30, "several attempts")
        assert parts.state.now.error == "rtsp://u:***@h/x: no"


def test_an_unforeseen_error_is_shown_and_does_not_end_the_camera() -> None:
    source = ScriptedSource(Connection(failure=RuntimeError("odd"), refuses=True), repeat=True)
    parts = Parts(source)
    with parts.running():
        wait_until(lambda: source.n_opened > 2, 30, "it was opened again")
        assert parts.state.now.error == "unforeseen RuntimeError: odd"


def test_a_film_that_breaks_off_is_finished_with_the_reason() -> None:
    parts = Parts(ScriptedSource(Connection([frame_of(b"x")], CameraError("broken")), live=False))
    assert len(parts.read_to_end()) == 1
    assert (parts.state.now.stage, parts.state.now.error) == ("finished", "broken")


def test_frames_balance_after_any_script() -> None:
    frames = [frame_of(b"x"), frame_of(None), frame_of(b"y", damaged=True)] * 50
    parts = Parts(ScriptedSource(Connection(frames), live=False), capacity=7, drop_damaged=True)
    found = parts.read_to_end()
    counts = parts.ledger.counts()
    assert balance(counts) == 0
    assert counts.in_flight == len(found) == 7
