"""Local paths as cameras."""

from pathlib import Path

import pytest

from flir_iqa.errors import SettingsError
from producers.sources.paths import path_of


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
