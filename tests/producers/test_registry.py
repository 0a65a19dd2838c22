"""Which kind of camera a URL means."""

from pathlib import Path

import pytest

from flir_iqa.errors import SettingsError
from plumbing.cameras import CameraSettings
from producers.settings import ProduceSettings
from producers.sources.base import Source
from producers.sources.film import FilmSource
from producers.sources.folder import FolderSource
from producers.sources.registry import make_source
from producers.sources.rtsp import RtspSource


def source_of(url: str) -> Source:
    """Make the source of a URL."""
    return make_source("gate", CameraSettings(url=url), ProduceSettings())


def test_scheme_decides_the_kind(tmp_path: Path) -> None:
    assert isinstance(source_of("rtsp://192.0.2.7/stream"), RtspSource)
    assert isinstance(source_of("RTSPS://192.0.2.7/stream"), RtspSource)
    assert isinstance(source_of("film.mp4"), FilmSource)
    assert isinstance(source_of(f"file:{tmp_path}/film.mp4"), FilmSource)
    assert isinstance(source_of(str(tmp_path)), FolderSource)


@pytest.mark.parametrize(
    "url",
    ["http://u:hunter22@h/x", "concat:a|b", "subfile:,x", "lavfi:testsrc", "udp://h:1", "data:x", "srt://h", "pipe:0"],
)
def test_unknown_scheme_is_refused_with_what_there_is(url: str) -> None:
    with pytest.raises(
        SettingsError, match=r"camera 'gate': unknown kind of camera .*there are rtsp, rtsps, file"
    ) as caught:
        source_of(url)
    assert "hunter22" not in str(caught.value)


def test_a_url_that_cannot_be_used_names_its_camera() -> None:
    with pytest.raises(SettingsError, match="camera 'gate': expected a URL with a host"):
        source_of("rtsp:///stream")
