"""Cameras from the configuration and the command line."""

from pathlib import Path

import pytest

from flir_iqa.errors import SettingsError
from plumbing.cameras import cameras_from
from plumbing.document import Document


def document(cameras: object) -> Document:
    return Document("plant.toml", {"cameras": cameras})


def test_the_command_line_adds_to_the_file_and_wins(tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("s3cret\n")
    file = document(
        {
            "gate": {"url": "rtsp://old/", "fps": "all"},
            "kiln": {"url": "rtsp://kiln/", "username": "u", "password": f"file:{tmp_path / 'pw'}"},
        }
    )
    cameras = cameras_from(file, ["gate=rtsp://new/?a=b=c"])
    assert cameras["gate"].url == "rtsp://new/?a=b=c"
    assert cameras["gate"].fps == 5.0
    password = cameras["kiln"].password
    assert password is not None
    assert password.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(cameras)


@pytest.mark.parametrize(
    ("cameras", "complaint"),
    [
        ({"a/b": {"url": "rtsp://h/"}}, "expected a camera id"),
        ({"a": {}}, "url"),
        ({"a": {"url": "rtsp://h/", "fsp": 5}}, "fsp"),
        ({"a": {"url": "rtsp://h/", "fps": 0}}, "fps above 0"),
        ({"a": {"url": "rtsp://h/", "fps": "some"}}, "fps"),
        ({"a": {"url": "rtsp://h/", "password": "hunter2"}}, "file:PATH"),
        ({"a": "rtsp://u:hunter2@h/"}, "expected a table with a url"),
        ([1], r"expected a table \[cameras\]"),
    ],
)
def test_a_camera_that_cannot_be_used_is_named_without_its_credentials(cameras: object, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint) as caught:
        cameras_from(document(cameras))
    assert "hunter2" not in str(caught.value)
    assert "plant.toml" in str(caught.value)


@pytest.mark.parametrize("flag", ["rtsp://u:hunter2@h/x", "gate=", "gate"])
def test_a_flag_that_is_no_camera_is_refused_without_credentials(flag: str) -> None:
    with pytest.raises(SettingsError) as caught:
        cameras_from(Document(), [flag])
    assert "hunter2" not in str(caught.value)


def test_urls_are_shown_masked() -> None:
    camera = cameras_from(Document(), ["gate=rtsp://u:hunter2@h/x"])["gate"]
    assert camera.shown_url == "rtsp://u:***@h/x"
    assert "hunter2" not in repr(camera)
