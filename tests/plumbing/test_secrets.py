"""Secrets: where they come from, and that nothing shows them."""

import json
import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from flir_iqa.errors import SecretError
from plumbing.logs import RedactingFormatter
from plumbing.redaction import never_show, passwords_in, redact
from plumbing.secrets import literals, resolve, revealed


def test_a_file_gives_its_text_without_the_line_end(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(" p@ss wörd \r\n")
    assert resolve(f"file:{file}").get_secret_value() == " p@ss wörd "


def test_the_environment_gives_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATE_PASSWORD", "x:y")
    assert resolve("env:GATE_PASSWORD").get_secret_value() == "x:y"


@pytest.mark.parametrize("reference", ["hunter2", "", 7, None, {"literal": 7}, "http://hunter2"])
def test_anything_else_is_refused_and_not_shown(reference: object) -> None:
    with pytest.raises(SecretError) as caught:
        resolve(reference)
    assert "hunter2" not in str(caught.value)


def test_a_reference_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match=r"cannot read the secret file '.*gone': No such file"):
        resolve(f"file:{tmp_path / 'gone'}")
    with pytest.raises(SecretError, match="'NOT_SET_ANYWHERE' is not set"):
        resolve("env:NOT_SET_ANYWHERE")


def test_a_secret_survives_the_pipe_to_a_child() -> None:
    tables = {"cameras": {"gate": {"url": "rtsp://h/", "password": SecretStr("s3cret")}}, "paths": [Path("a")]}
    assert "s3cret" not in repr(tables)
    received = json.loads(json.dumps(revealed(tables)))
    assert resolve(received["cameras"]["gate"]["password"]).get_secret_value() == "s3cret"
    assert received["paths"] == ["a"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rtsp://bob:pw@cam/x", "rtsp://bob:***@cam/x"),
        ("rtsp://bob:p@ss#w?rd@cam:554/x", "rtsp://bob:***@cam:554/x"),
        ("rtsp://:pw@cam", "rtsp://:***@cam"),
        ("rtsp://bob@plant.example:pw@cam/x", "rtsp://bob@plant.example:***@cam/x"),
        ("rtsp://bob@cam:554/x", "rtsp://bob@cam:554/x"),
        ("rtsp://cam/x?user=bob&password=pw&channel=1", "rtsp://cam/x?user=bob&password=***&channel=1"),
        ("http://cam/x?token=abc", "http://cam/x?token=***"),
        ("rtsp://cam/a@b", "rtsp://cam/a@b"),
        ("two rtsp://a:1@x/ and rtsp://b:2@y/", "two rtsp://a:***@x/ and rtsp://b:***@y/"),
        ("nothing here", "nothing here"),
    ],
)
def test_urls_lose_their_passwords(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_known_secrets_are_masked_wherever_they_stand_also_percent_encoded() -> None:
    assert redact("401 for bob with p@ss/1 (p%40ss%2F1)", "p@ss/1") == "401 for bob with *** (***)"


def test_what_was_resolved_once_is_masked_in_all_that_the_process_says(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("corr3ct-horse\n")
    resolve(f"file:{tmp_path / 'password'}")
    resolve({"literal": "b@ttery/staple"})
    assert redact("corr3ct-horse b@ttery/staple b%40ttery%2Fstaple") == "*** *** ***"


def test_short_words_are_not_masked_everywhere() -> None:
    resolve({"literal": "the"})
    assert redact("the camera") == "the camera"


def test_the_password_in_a_url_is_found_as_it_stands_and_as_it_is_meant() -> None:
    assert passwords_in("rtsp://bob:p%40ss@cam/x") == {"p%40ss", "p@ss"}
    assert passwords_in("rtsp://bob:p@ss#w@cam/x") == {"p@ss#w"}
    assert passwords_in("rtsp://bob@cam/x") == passwords_in("film.mp4") == set()


def test_a_secret_is_not_read_without_bound() -> None:
    with pytest.raises(SecretError, match="at most 65536 bytes in '/dev/zero'"):
        resolve("file:/dev/zero")


def test_logging_masks_messages_and_tracebacks() -> None:
    never_show("top-secret-9")
    try:
        raise ValueError("rtsp://u:pw@h top-secret-9")  # noqa: EM101 - the text is the point
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed: %s", (error,), (ValueError, error, None))
    text = RedactingFormatter("%(message)s").format(record)
    assert "pw" not in text
    assert "top-secret-9" not in text


def test_all_secrets_of_nested_data_are_found_so_that_they_can_be_masked() -> None:
    tables = {
        "kafka": {"sasl_password": SecretStr("a"), "bootstrap": "x:1"},
        "cameras": [{"password": SecretStr("b")}, 7],
    }
    assert literals(tables) == {"a", "b"}
    assert literals("plain") == set()
