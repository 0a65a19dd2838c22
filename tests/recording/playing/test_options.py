"""Options that do not go together."""

from pathlib import Path

import pytest

from flir_iqa.errors import SettingsError
from recording.playing.options import ReplayOptions
from recording.playing.rewriting import Times


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"follow_group": "mine"}, "--max-lag"),
        ({"max_lag": 0}, "--max-lag"),
        ({"replay_id": ""}, "--replay-id"),
        ({"replay_id": "a b"}, "--replay-id"),
        ({"replay_id": "x" * 65}, "--replay-id"),
        ({"outage_limit_s": 0.0}, "--outage-limit-s"),
    ],
)
def test_options_that_cannot_be_kept_are_refused_by_name(options: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        ReplayOptions(path=Path("night.mcap"), **options)  # type: ignore[arg-type]  # by name, in one test


@pytest.mark.parametrize("name", ["night.mcap", "Größe 1.mcap", "...", "x" * 200])
def test_a_replay_that_has_no_name_gets_a_new_one_that_may_be_one(name: str) -> None:
    options = ReplayOptions(path=Path(name))
    first, second = options.chosen_replay_id(), options.chosen_replay_id()
    assert first != second
    assert ReplayOptions(path=Path(name), replay_id=first).chosen_replay_id() == first


def test_the_times_are_shifted_unless_asked_for() -> None:
    assert ReplayOptions(path=Path("night.mcap")).times is Times.SHIFTED
