"""Local paths as cameras."""

from pathlib import Path

import pytest

from flir_iqa.errors import SettingsError
from plumbing.cameras import CameraSettings
from producers.settings import ProduceSettings
from producers.sources.paths import path_of
from producers.sources.registry import make_source


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("film.mp4", "film.mp4"),
        ("/data/film 1.mp4", "/data/film 1.mp4"),
        ("100%25.mp4", "100%25.mp4"),
        ("file:film.mp4", "film.mp4"),
        ("file:///data/film%201.mp4", "/data/film 1.mp4"),
        ("file://localhost/data/film.mp4", "/data/film.mp4"),
        ("FILE:/data/film.mp4", "/data/film.mp4"),
    ],
)
def test_paths_and_file_urls_name_a_path(url: str, path: str) -> None:
    assert path_of(url) == Path(path)


@pytest.mark.parametrize("url", ["file://otherhost/film.mp4", "file:", "file:%00", "//host/film.mp4", "file:file:x"])
def test_what_is_no_local_path_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="expected a local path"):
        path_of(url)


def test_a_password_in_the_url_of_a_path_is_not_shown() -> None:
    with pytest.raises(SettingsError) as caught:
        path_of("file://bob:hunter2@host/film.mp4")
    assert "hunter2" not in str(caught.value)


def test_a_name_that_is_too_long_for_the_system_is_no_crash() -> None:
    """Found by fuzzing."""
    name = "x" * 3000
    assert make_source("gate", CameraSettings(url=name), ProduceSettings()).live is False
