"""Tokens: made, listed, checked and revoked; the file keeps no token, and is its owner's alone."""

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from control.token_file import digest_of, entry_for, new_token, parse_tokens
from flir_iqa.errors import SettingsError
from operate.tokens.command import token
from operate.tokens.store import TokenStore


def run(*options: str, **environ: str) -> Result:
    return CliRunner().invoke(token, options, env=environ)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


def made(file: Path, role: str, name: str) -> str:
    done = run("new", "--role", role, "--name", name, "--file", str(file))
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def test_a_token_is_printed_once_and_its_hash_is_what_the_server_reads(file: Path) -> None:
    shown = made(file, "operator", "shift")
    text = file.read_text()
    (entry,) = parse_tokens(text)
    assert (entry.role.label, entry.name, entry.digest) == ("operator", "shift", digest_of(shown))
    assert shown not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_file_the_line_to_add_is_said(file: Path) -> None:
    done = run("new", "--role", "viewer", "--name", "wall")
    line = done.stderr.strip().rpartition(" ")[2]
    assert parse_tokens(line)[0].digest == digest_of(done.stdout.strip())


def test_tokens_are_listed_without_their_hashes(file: Path) -> None:
    made(file, "operator", "shift")
    made(file, "viewer", "wall")
    answer = json.loads(run("list", "--file", str(file), "--json").stdout)
    assert answer == [{"name": "shift", "role": "operator"}, {"name": "wall", "role": "viewer"}]
    shown = run("list", "--file", str(file)).stdout
    assert "shift" in shown
    assert "sha256" not in shown


def test_a_token_is_known_again_and_another_is_not(file: Path) -> None:
    shown = made(file, "admin", "plant")
    known = run("check", "--file", str(file), FLIR_IQA_API_TOKEN=shown)
    assert known.stdout == "plant: admin\n"
    other = new_token()
    refused = run("check", "--file", str(file), FLIR_IQA_API_TOKEN=other)
    assert isinstance(refused.exception, SettingsError)
    assert other not in str(refused.exception)


def test_a_revoked_token_is_gone_and_the_rest_stays_with_its_comments(file: Path) -> None:
    made(file, "operator", "shift")
    made(file, "viewer", "wall")
    file.write_text(f"# night and day\n{file.read_text()}")
    assert run("revoke", "shift", "--file", str(file)).exit_code == 0
    assert [entry.name for entry in TokenStore(file).entries()] == ["wall"]
    assert "# night and day" in file.read_text()
    again = run("revoke", "shift", "--file", str(file))
    assert "there is no token 'shift'" in str(again.exception)
    assert list(file.parent.iterdir()) == [file]


def test_the_last_token_can_be_revoked_and_a_new_one_added(file: Path) -> None:
    made(file, "admin", "plant")
    assert run("revoke", "plant", "--file", str(file)).exit_code == 0
    made(file, "admin", "plant")
    assert len(TokenStore(file).entries()) == 1


@pytest.mark.parametrize("name", ["", "a b", "x:y", "n\nadmin:evil", "n" * 65])
def test_a_name_that_would_break_the_file_is_refused(file: Path, name: str) -> None:
    done = run("new", "--role", "viewer", "--name", name, "--file", str(file))
    assert "expected a name of letters" in str(done.exception)
    assert not file.exists()


def test_a_name_that_is_taken_is_refused(file: Path) -> None:
    made(file, "viewer", "wall")
    before = file.read_text()
    done = run("new", "--role", "admin", "--name", "wall", "--file", str(file))
    assert "has a token 'wall' already" in str(done.exception)
    assert file.read_text() == before


def test_a_file_that_is_none_is_refused_by_its_line_and_never_quoted(file: Path) -> None:
    file.write_text("secret-by-mistake\n")
    done = run("list", "--file", str(file))
    assert "line 1" in str(done.exception)
    assert "secret-by-mistake" not in str(done.exception)


def test_two_that_add_at_once_both_stay(file: Path) -> None:
    names = [f"n{number}" for number in range(8)]
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: TokenStore(file).add(entry_for("viewer", name, new_token())), names))
    assert sorted(entry.name for entry in TokenStore(file).entries()) == names


def test_a_write_that_fails_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(file, "viewer", "wall")
    before = file.read_text()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        TokenStore(file).add(entry_for("viewer", "other", new_token()))
    assert file.read_text() == before
    assert list(file.parent.iterdir()) == [file]
