"""When a recording ends."""

import pytest

from flir_iqa.errors import SettingsError
from recording.recorder.bounds import Edge, Moment
from recording.recorder.ending import End, plan_end
from recording.units import SECOND_NS

NOW_NS = 1_700_000_000_000_000_000


def test_without_an_end_it_goes_on() -> None:
    assert plan_end(Edge.END, None, None, NOW_NS) is None


def test_offsets_of_the_end_can_be_asked_for_at_once() -> None:
    assert plan_end(Edge.BEGINNING, "end", None, NOW_NS) == End(Edge.END, NOW_NS)
    assert plan_end(0, "500", None, NOW_NS) == End(500, NOW_NS)


def test_a_moment_to_come_is_waited_for() -> None:
    end = plan_end(Edge.END, "2100-01-01T00:00:00Z", None, NOW_NS)
    assert end is not None
    assert end.due_ns == 4_102_444_800 * SECOND_NS


def test_duration_counts_from_now_when_it_begins_now() -> None:
    assert plan_end(Edge.END, None, "90s", NOW_NS) == End(Edge.END, NOW_NS + 90 * SECOND_NS)


def test_duration_counts_from_the_time_at_which_it_begins() -> None:
    begun = NOW_NS - 3600 * SECOND_NS
    end_ns = begun + 60 * SECOND_NS
    assert plan_end(Moment(begun), None, "1m", NOW_NS) == End(Moment(end_ns), end_ns)


@pytest.mark.parametrize(
    ("start", "to", "duration", "what"),
    [
        (Edge.END, "end", "90s", "--to or --duration, not both"),
        (Edge.BEGINNING, None, "90s", "counts from a time"),
        (500, None, "90s", "counts from a time"),
        (Edge.END, None, "0", "above 0"),
        (Edge.END, None, "soon", "expected a duration"),
        (500, "500", None, "not after it begins"),
        (Moment(NOW_NS), "2020-01-01T00:00:00Z", None, "not after it begins"),
        (Edge.END, "beginning", None, "not after it begins"),
    ],
)
def test_what_does_not_go_together_is_refused(start: object, to: str | None, duration: str | None, what: str) -> None:
    with pytest.raises(SettingsError, match=what):
        plan_end(start, to, duration, NOW_NS)  # type: ignore[arg-type]
