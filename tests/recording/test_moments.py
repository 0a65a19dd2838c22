"""Times as people write them."""

import pytest

from flir_iqa.errors import SettingsError
from recording.moments import parse_duration_ns, parse_moment_ns, show_duration, show_moment
from recording.units import SECOND_NS

BEGIN_NS = 1_700_000_000 * SECOND_NS


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("90", 90), ("90s", 90), ("1.5s", 1.5), ("1m30s", 90), ("2h", 7200), ("1d1h", 90_000), ("0", 0)),
        *(("00:01:30", 90), ("01:30", 90), ("1:00:00.25", 3600.25), (" 5s ", 5)),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration_ns(text) == round(seconds * SECOND_NS)
    assert parse_moment_ns(text, BEGIN_NS) == BEGIN_NS + round(seconds * SECOND_NS)


def test_moments_with_their_zone_stand_for_themselves() -> None:
    assert parse_moment_ns("2023-11-14T22:13:20.123456Z", 0) == BEGIN_NS + 123_456_000
    assert parse_moment_ns("2023-11-15T00:13:20+02:00", 0) == BEGIN_NS


@pytest.mark.parametrize("text", ["", "soon", "-5s", "1.2.3s", "5x", "2023-11-14T22:13:20", "1e9", "9" * 99, "s"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="expected"):
        parse_moment_ns(text, 0)
    with pytest.raises(SettingsError, match="expected"):
        parse_duration_ns(text)


def test_times_are_shown_to_people() -> None:
    assert show_moment(BEGIN_NS) == "2023-11-14T22:13:20Z"
    assert show_moment(2**63 - 1).startswith("2262")
    assert show_moment(10**30) == f"{10**30} ns"
    assert show_duration(round(62.34 * SECOND_NS)) == "1:02.3"
    assert show_duration(3_723 * SECOND_NS) == "1:02:03.0"
