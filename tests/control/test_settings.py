"""Who may listen where."""

from pathlib import Path

import pytest

from control.settings import ServeSettings
from flir_iqa.errors import SettingsError
from plumbing.document import Document
from plumbing.settings import load

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of this test


def settings(**table: object) -> ServeSettings:
    return load(ServeSettings, Document("test.toml", {"serve": table}), environ={})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_loopback_needs_no_token(host: str) -> None:
    assert settings(host=host).is_local


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "plant.example"])  # noqa: S104 - refused
def test_beyond_loopback_without_a_token_is_refused_with_the_remedy(host: str) -> None:
    with pytest.raises(SettingsError, match=r"there is no token: give one \(openssl rand") as caught:
        settings(host=host)
    assert repr(host) in str(caught.value)


def test_beyond_loopback_with_a_token_is_fine_and_the_token_is_masked(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    made = settings(host="0.0.0.0", token=f"file:{file}")  # noqa: S104 - with a token
    assert made.token is not None
    assert made.token.get_secret_value() == TOKEN
    assert TOKEN not in repr(made)


def test_a_short_token_is_refused_and_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("hunter2")
    with pytest.raises(SettingsError, match="fewer than 16 characters") as caught:
        settings(token=f"file:{file}")
    assert "hunter2" not in str(caught.value)
