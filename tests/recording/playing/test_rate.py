"""Rates as people write them."""

import pytest

from flir_iqa.errors import SettingsError
from recording.playing.rate import MAX, faster, parse_rate, show_rate, slower


@pytest.mark.parametrize(("text", "rate"), [("0.1", 0.1), ("100", 100), ("2x", 2), ("max", MAX), ("Max", MAX)])
def test_rates(text: str, rate: float) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["", "fast", "0", "0.05", "101", "-1", "nan", "inf", "1e999", "x"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="expected a rate"):
        parse_rate(text)


def test_the_usual_rates_lie_one_above_the_other() -> None:
    assert (faster(1), faster(1.7), faster(100), faster(MAX)) == (2, 2, MAX, MAX)
    assert (slower(MAX), slower(1), slower(0.1)) == (100, 0.5, 0.1)
    assert (show_rate(0.25), show_rate(MAX)) == ("0.25x", "max")
