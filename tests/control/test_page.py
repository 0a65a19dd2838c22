"""The live page in a real browser."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from flir_iqa.kinds import KINDS
from flir_iqa.records import format_timestamp
from plumbing.cameras import CameraSettings
from tests.control.browser import rendered
from tests.control.serving import make_plane, served
from tests.control.test_recent_results import RECORD

PAGE = Path(__file__).resolve().parents[2] / "control" / "page"


def test_the_page_names_every_kind_in_words() -> None:
    words = (PAGE / "words.js").read_text()
    assert [kind for kind in KINDS if f"  {kind}: " not in words] == []


def test_the_page_needs_nothing_from_elsewhere_and_no_inline_script_or_style() -> None:
    html = (PAGE / "index.html").read_text()
    texts = [path.read_text() for path in PAGE.iterdir() if path.suffix in (".html", ".css", ".js")]
    assert all(re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == [] for text in texts)
    assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html) == []
    assert all("innerHTML" not in text for text in texts)


@pytest.mark.integration
def test_the_page_shows_each_camera_with_score_and_distortion_in_words() -> None:
    plane = make_plane(cameras={"kiln": CameraSettings(url="rtsp://u:hunter2@h/")}, supervise=False)
    for seq in range(5):
        timestamp = format_timestamp(datetime.now(UTC))
        plane.results.add(replace(RECORD, seq=seq, timestamp=timestamp, smoothed_image_quality=0.31))
    with served(plane) as client:
        html = rendered(str(client.base_url))
    assert "Out of focus" in html
    assert ">0.31<" in html
    assert 'aria-labelledby="camera-gate"' in html
    assert 'aria-labelledby="camera-kiln"' in html
    assert "Kafka down" in html or "Kafka connecting" in html
    assert re.search(r'<path class="smoothed" d="M[^"]+L', html)
    assert "hunter2" not in html


@pytest.mark.integration
def test_a_hostile_name_is_shown_as_text() -> None:
    plane = make_plane(supervise=False)
    plane.results.add(replace(RECORD, distortion="<img src=x onerror=alert(1)>"))
    with served(plane) as client:
        assert "&lt;img src=x onerror=alert(1)&gt;" in rendered(str(client.base_url))


@pytest.mark.integration
def test_without_cameras_the_page_offers_to_start_one() -> None:
    with served(make_plane()) as client:
        html = rendered(str(client.base_url), width_px=400)
    assert re.search(r'<section id="empty" class="empty">', html)
    assert re.search(r'<button type="button" id="start" class="primary">', html)


@pytest.mark.integration
def test_the_page_asks_for_the_token() -> None:
    with served(make_plane(token=SecretStr("0123456789abcdef"))) as client:
        html = rendered(str(client.base_url))
    assert re.search(r'<dialog id="token-dialog"[^>]* open=""', html)
