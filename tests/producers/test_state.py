"""What a camera says of itself."""

from datetime import UTC, datetime, timedelta

import pytest

from flir_iqa.errors import CameraError
from producers.errors import StalledError, UnauthorisedError
from producers.sources.base import StreamInfo
from producers.state import CameraState, Condition, condition_after

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
INFO = StreamInfo("h264", 640, 512, 25.0)


class Told:
    """A state whose clock goes on by a second at each look."""

    def __init__(self) -> None:
        self._now = NOON
        self.state = CameraState("gate", self._look)

    def _look(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def test_a_condition_has_its_beginning_and_outlasts_attempts_that_change_nothing() -> None:
    state = Told().state
    assert state.now.condition == "connecting"
    state.waiting("connection refused", "unreachable")
    since = state.now.since
    for _ in range(3):
        state.connecting()
        state.waiting("no RTSP answer", "unreachable")
    assert (state.now.condition, state.now.since, state.now.error) == ("unreachable", since, "no RTSP answer")
    state.waiting("the password is refused", "unauthorised")
    assert state.now.since > since


def test_reconnects_count_only_what_had_streamed() -> None:
    state = Told().state
    state.waiting("connection refused", "unreachable")
    state.live(INFO)
    assert (state.now.condition, state.now.reconnects, state.now.error) == ("streaming", 0, None)
    for n in range(3):
        state.waiting("it sent nothing", "stalled")
        state.live(INFO)
        assert state.now.reconnects == n + 1


def test_another_size_of_picture_is_shown_and_changes_nothing_else() -> None:
    state = Told().state
    state.live(INFO)
    before = state.now
    state.resized(320, 256)
    assert (state.now.info.width, state.now.info.height) == (320, 256)
    assert (state.now.since, state.now.condition) == (before.since, "streaming")


@pytest.mark.parametrize(
    ("error", "condition"),
    [
        (CameraError("x"), "unreachable"),
        (StalledError("x"), "stalled"),
        (UnauthorisedError("x"), "unauthorised"),
    ],
)
def test_the_kind_of_failure_tells_the_condition(error: CameraError, condition: Condition) -> None:
    assert condition_after(error) == condition
