"""The flow's settings as people write them."""

from datetime import timedelta

import pytest

from dataflow.settings import FlowSettings
from flir_iqa.errors import SettingsError
from plumbing.document import Document
from plumbing.settings import load


def settings(**flags: str) -> FlowSettings:
    return load(FlowSettings, Document(), flags, {})


@pytest.mark.parametrize(
    ("text", "seconds"), [("2s", 2), ("0.5s", 0.5), ("90", 90), ("1h30m", 5400), ("00:01:30", 90), ("7d", 604_800)]
)
def test_a_duration_is_written_with_units(text: str, seconds: float) -> None:
    assert settings(idle_expiry=text).idle_expiry == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "soon", "0s", "-5s", "1e9d", "9" * 5000])
def test_what_is_no_duration_is_refused_with_the_option(text: str) -> None:
    with pytest.raises(SettingsError, match="--idle-expiry"):
        settings(idle_expiry=text)


def test_settings_survive_the_way_to_a_child_process() -> None:
    for ours in (settings(), settings(overload="shed", max_frame_age="2s", idle_expiry="12h")):
        assert load(FlowSettings, Document("parent", {"flow": ours.model_dump(mode="json")}), {}, {}) == ours


def test_frames_are_shed_only_on_request() -> None:
    assert settings().shed_after is None
    assert settings(overload="shed").shed_after == timedelta(seconds=5)
    with pytest.raises(SettingsError, match="--overload shed"):
        settings(max_frame_age="2s")
