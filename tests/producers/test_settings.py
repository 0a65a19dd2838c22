"""Settings of the producer."""

import pytest

from flir_iqa.errors import SettingsError
from plumbing.document import Document
from plumbing.settings import load
from producers.settings import ProduceSettings


def test_defaults_can_be_used() -> None:
    assert load(ProduceSettings, Document(), environ={}) == ProduceSettings()


def test_environment_and_flags_win_over_the_file() -> None:
    document = Document("cameras.toml", {"produce": {"jpeg_quality": 80, "queue_frames": 7}})
    environ = {"FLIR_IQA_PRODUCE_JPEG_QUALITY": "85"}
    settings = load(ProduceSettings, document, {"queue_frames": "9"}, environ)
    assert (settings.jpeg_quality, settings.queue_frames) == (85, 9)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"jpeg_quality": 0}, "jpeg_quality"),
        ({"open_timeout_s": -1}, "open_timeout_s"),
        ({"backoff_first_s": 5, "backoff_max_s": 2}, "backoff_max_s 2 is below backoff_first_s 5"),
        ({"damaged_frames": "repair"}, "damaged_frames"),
        ({"queue": 5}, "no such setting"),
    ],
)
def test_what_cannot_be_used_is_refused(values: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load(ProduceSettings, Document("cameras.toml", {"produce": values}), environ={})
