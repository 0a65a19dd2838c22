"""The store on a real disk."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from control.store.connection import FILE_NAME, Store
from control.store.errors import StoreError, StoreFullError
from control.store.folder import default_folder
from control.store.migrations import STEPS

INSERT = "INSERT INTO wanted VALUES (?, ?)"


def opened(folder: Path, lock_wait_s: float = 0.2) -> Store:
    store = Store(folder, lock_wait_s)
    store.open()
    return store


def test_what_was_written_is_there_again_after_a_restart(tmp_path: Path) -> None:
    store = opened(tmp_path / "state")
    with store.transaction() as connection:
        connection.execute(INSERT, ("gate", "paused"))
    store.close()
    store.close()
    assert opened(tmp_path / "state").rows("SELECT * FROM wanted") == [("gate", "paused")]


def test_the_folder_and_its_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    store = opened(tmp_path / "state")
    with store.transaction() as connection:
        connection.execute(INSERT, ("gate", "paused"))
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    bits = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "state").iterdir()}
    assert set(bits.values()) == {0o600}
    assert f"{FILE_NAME}-wal" in bits


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with pytest.raises(KeyError), store.transaction() as connection:
        connection.execute(INSERT, ("gate", "paused"))
        raise KeyError
    assert store.rows("SELECT * FROM wanted") == []


def test_a_newer_version_is_refused_with_the_remedy_and_left_alone(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=r"is of version 99, this program knows versions up to \d+: use the newer"):
        opened(tmp_path)
    assert sqlite3.connect(tmp_path / FILE_NAME).execute("PRAGMA user_version").fetchone() == (99,)


def test_every_migration_counts_one_version(tmp_path: Path) -> None:
    assert opened(tmp_path).rows("PRAGMA user_version") == [(len(STEPS),)]


def test_a_file_that_is_no_database_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        opened(tmp_path)


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with store.transaction() as connection:
        connection.execute(INSERT, ("gate", "paused"))
    pages = store.rows("PRAGMA page_count")[0][0]
    store.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFullError, match="free some space"), store.transaction() as connection:
        connection.executemany(INSERT, [(f"camera-{number}", "paused") for number in range(10_000)])
    assert store.rows("SELECT * FROM wanted") == [("gate", "paused")]
    with store.transaction() as connection:
        connection.execute("DELETE FROM wanted")
    assert store.rows("SELECT * FROM wanted") == []


def test_a_second_control_plane_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    first = opened(tmp_path)
    with pytest.raises(StoreError, match="another control plane, or a child of one, uses the state folder"):
        opened(tmp_path)
    first.close()
    opened(tmp_path)


def test_the_folder_is_free_when_the_last_child_has_ended(tmp_path: Path) -> None:
    first = opened(tmp_path)
    assert first.descriptor is not None
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[first.descriptor]) as child:
        first.close()
        with pytest.raises(StoreError, match="another control plane"):
            opened(tmp_path)
        child.communicate(b"\n")
        opened(tmp_path, lock_wait_s=60)


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot use the state folder .* give another: --state-folder"):
        opened(tmp_path / "file" / "state")


def test_a_folder_that_serves_others_too_is_refused_and_stays_open(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    (shared / "theirs.txt").write_text("not ours")
    with pytest.raises(StoreError, match=r"holds more than our state \('theirs.txt'\): give one of its own"):
        opened(shared)
    assert shared.stat().st_mode & 0o777 == 0o755


def test_an_open_folder_with_nothing_else_in_it_is_closed(tmp_path: Path) -> None:
    volume = tmp_path / "volume"
    volume.mkdir()
    volume.chmod(0o755)
    opened(volume).close()
    assert volume.stat().st_mode & 0o777 == 0o700
    volume.chmod(0o755)
    opened(volume).close()
    assert volume.stat().st_mode & 0o777 == 0o700


def test_the_default_folder_follows_the_environment() -> None:
    assert default_folder({"XDG_STATE_HOME": "/var/lib"}) == Path("/var/lib/flir-iqa")
    for environ in ({}, {"XDG_STATE_HOME": ""}, {"XDG_STATE_HOME": "relative"}):
        assert default_folder(environ) == Path.home() / ".local/state/flir-iqa"


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the state is closed"):
        Store(tmp_path).rows("SELECT 1")
