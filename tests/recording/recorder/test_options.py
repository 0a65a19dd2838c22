"""What a recording is asked for."""

from pathlib import Path
from typing import Any

import pytest

from flir_iqa.errors import SettingsError
from recording.recorder.options import RecordOptions, parse_cameras, parse_size


@pytest.mark.parametrize(
    ("text", "size"), [("500MB", 500_000_000), ("2GiB", 2**31), ("10kB", 10_000), ("20000", 20_000)]
)
def test_size_is_read(text: str, size: int) -> None:
    assert parse_size(text, "--max-size") == size


@pytest.mark.parametrize("text", ["", "much", "-5MB", "0", "9999", "1e400TB", "MB", "nan"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="expected --max-size as a size of at least 10kB"):
        parse_size(text, "--max-size")


def test_camera_must_be_one() -> None:
    assert parse_cameras(["gate", "gate", "yard"]) == {"gate", "yard"}
    with pytest.raises(SettingsError, match="--camera: expected a camera id"):
        parse_cameras(["../gate"])


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"topics": ()}, "at least one topic"),
        ({"topics": ("a/b",)}, "expected a topic name"),
        ({"topics": ("frames",), "split_ns": 10}, "at least 1s"),
    ],
)
def test_bad_options_are_refused(options: dict[str, Any], what: str) -> None:
    with pytest.raises(SettingsError, match=what):
        RecordOptions(out=Path("night.mcap"), **options)
