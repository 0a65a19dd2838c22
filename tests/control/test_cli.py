"""The command `flir-iqa serve` as a user meets it."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from control.cli import serve
from control.store.connection import Store
from flir_iqa.errors import SettingsError
from tests.control.serving import control_process


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: content for name, content in os.environ.items() if not name.startswith("FLIR_IQA")}
    command = [sys.executable, "-m", "control", *arguments]
    return subprocess.run(command, env={**kept, **environ}, capture_output=True, text=True, timeout=60, check=False)


def test_help_shows_examples_and_every_setting() -> None:
    text = CliRunner().invoke(serve, ["--help"]).output
    for expected in ("Examples:", "--token", "FLIR_IQA_SERVE_TOKEN", "--no-supervise", "--autostart", "--bootstrap"):
        assert expected in text


def test_a_camera_that_cannot_be_is_refused_before_anything_starts() -> None:
    outcome = CliRunner().invoke(serve, ["--camera", "../x=rtsp://u:hunter2@h/"])
    assert isinstance(outcome.exception, SettingsError)
    assert "expected a camera id" in str(outcome.exception)


@pytest.mark.integration
def test_a_port_that_is_taken_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("--port", port)
    assert ended.returncode == 1
    assert f"cannot listen on '127.0.0.1', port {port}: Address already in use" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.integration
def test_listening_beyond_loopback_without_a_token_is_refused() -> None:
    ended = run("--host", "0.0.0.0")  # noqa: S104 - refused
    assert ended.returncode == 1
    assert "there is no token: give one" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.integration
def test_a_token_that_is_not_there_is_named(tmp_path: Path) -> None:
    ended = run(FLIR_IQA_SERVE_TOKEN=f"file:{tmp_path}/nothing")
    assert ended.returncode == 1
    assert "cannot read the secret file" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.integration
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_well(number: signal.Signals) -> None:
    with control_process({"kafka": {"bootstrap": "127.0.0.1:1"}}, "control") as (process, client):
        assert client.get("/status").json()["status"] == "stopped"
        process.send_signal(number)
        assert process.wait(timeout=60) == 0


@pytest.mark.integration
def test_the_end_of_its_parent_ends_it() -> None:
    with control_process({"kafka": {"bootstrap": "127.0.0.1:1"}}, "control") as (process, _):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) == 0


@pytest.mark.integration
def test_a_second_control_plane_on_the_same_state_is_one_clear_line(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.open()
    try:
        command = [sys.executable, "-m", "control", "--port", "0", "--state-folder", str(tmp_path)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            assert any("waiting up to 30 s" in line for line in process.stderr)
            store.close()
            assert any("page and API at" in line for line in process.stderr), "it goes on when it may"
            process.terminate()
            process.communicate(timeout=60)
    finally:
        store.close()


@pytest.mark.integration
def test_a_state_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = run("--port", "0", "--state-folder", str(tmp_path / "file" / "state"))
    assert ended.returncode == 1
    assert "cannot use the state folder" in ended.stderr
    assert "Traceback" not in ended.stderr
