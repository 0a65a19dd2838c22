"""Where a recording begins and ends, as people write it."""

import pytest

from flir_iqa.errors import SettingsError
from recording.recorder.bounds import Edge, Moment, parse_bound

NOW_NS = 1_700_000_000_000_000_000


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("beginning", Edge.BEGINNING),
        (" end ", Edge.END),
        ("0", 0),
        ("120000", 120_000),
        ("90s", Moment(NOW_NS - 90_000_000_000)),
        ("1h30m", Moment(NOW_NS - 5_400_000_000_000)),
        ("2026-01-31T02:00:00Z", Moment(1_769_824_800_000_000_000)),
        ("2026-01-31 03:00:00+01:00", Moment(1_769_824_800_000_000_000)),
        ("36500d", Moment(0)),
    ],
)
def test_bound_is_read(text: str, bound: object) -> None:
    assert parse_bound(text, "--from", NOW_NS) == bound


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "-5",
        "1.5",
        str(2**63),
        "9" * 5000,
        "01:30:00",
        "2026-01-31T02:00:00",
        "2026-01-31",
        "1h x",
        "²",
    ],
)
def test_what_is_no_bound_is_refused_with_what_can_be_given(text: str) -> None:
    with pytest.raises(
        SettingsError, match=r"expected --to as beginning, end, an offset such as 120000.*got '"
    ) as error:
        parse_bound(text, "--to", NOW_NS)
    assert len(str(error.value)) < 400


def test_milliseconds_of_a_moment_round_up_so_that_nothing_before_it_counts() -> None:
    assert Moment(1_000_001).time_ms == 2
    assert Moment(1_000_000).time_ms == 1
