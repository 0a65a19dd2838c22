"""Supervision of real child processes that speak the protocol."""

import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from control.child_process import child_environment
from control.errors import ChildDiedError, ChildRefusedError, NotRunningError
from control.settings import ServeSettings
from control.supervisor import ChildStatus, Supervisor
from plumbing.log_lines import event_of, fields_of
from sandbox.waiting import wait_until

pytestmark = pytest.mark.integration

SOON = ServeSettings(restart_first_s=0.01, restart_longest_s=0.02, restart_limit=2, start_timeout_s=30)


def is_alive(pid: int | None) -> bool:
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def supervised(behaviour: str, settings: ServeSettings = SOON, **table: Any) -> Iterator[Supervisor]:
    document: Mapping[str, Any] = {"flow": {"behaviour": behaviour, **table}}
    child = Supervisor("tests.control.fake_child", document, settings, lambda: datetime.now(UTC))
    child.start()
    try:
        yield child
    finally:
        child.stop(time.monotonic() + 2)


def start(child: Supervisor) -> None:
    child.wait_started(time.monotonic() + 30)


def wait_for(child: Supervisor, state: str) -> ChildStatus:
    wait_until(lambda: child.status.state == state, 30, f"the child to be {state}")
    return child.status


def test_a_child_runs_counts_and_stops() -> None:
    with supervised("works") as child:
        start(child)
        status = wait_for(child, "running")
        assert is_alive(status.pid)
        assert status.counters["cameras"]["default"]["captured"] == 7
        assert status.since is not None
        child.stop(time.monotonic() + 10)
        assert not is_alive(status.pid)
        assert child.status.state == "stopped"
        assert child.status.error is None
        child.stop(time.monotonic() + 10)


def test_a_degraded_child_says_why_without_credentials() -> None:
    with supervised("is_degraded") as child:
        start(child)
        assert wait_for(child, "degraded").error == "no answer from rtsp://u:***@h"


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [("refuses", "unknown kind of camera 'gopher'"), ("fails", "the topic has 1 partition, 12 are needed")],
)
def test_a_child_that_refuses_at_once_is_not_started_again(behaviour: str, words: str) -> None:
    with supervised(behaviour) as child:
        with pytest.raises(ChildRefusedError) as caught:
            start(child)
        assert str(caught.value) == words
        assert (child.status.state, child.status.restarts, child.status.pid) == ("failed", 0, None)


def test_a_child_that_crashes_is_started_again() -> None:
    with supervised("crashes") as child:
        start(child)
        status = wait_for(child, "failed")
        assert status.restarts == SOON.restart_limit
        assert status.error == "died, 3 times in a row; last words: RuntimeError: tensor of nothing (exit code 1)"
        assert any("Traceback" in line for line in status.last_lines)


def test_a_child_that_comes_back_runs_on(tmp_path: Path) -> None:
    with supervised("crashes_once", mark=str(tmp_path / "mark")) as child:
        start(child)
        wait_until(lambda: child.status.restarts == 1 and child.status.state == "running", 30, "the second run")
        assert child.status.error is None


def test_a_child_that_is_killed_says_by_what() -> None:
    with supervised("is_killed") as child:
        start(child)
        assert "it said nothing (ended by SIGKILL)" in (wait_for(child, "failed").error or "")


def test_a_child_that_ends_well_is_finished_not_dead() -> None:
    with supervised("finishes") as child:
        start(child)
        status = wait_for(child, "finished")
        assert (status.restarts, status.error) == (0, None)
        assert status.counters["cameras"]["default"]["published"] == 5


def test_a_child_that_says_nothing_is_given_up_at_the_deadline() -> None:
    with supervised("is_silent", SOON.model_copy(update={"start_timeout_s": 1.0})) as child:
        with pytest.raises(ChildDiedError, match=r"did not accept its settings within 1 s"):
            child.wait_started(time.monotonic() + 1)
        pid = child.status.pid
        child.stop(time.monotonic() + 5)
        assert not is_alive(pid)


def test_a_deaf_child_is_killed_at_the_deadline() -> None:
    with supervised("is_deaf") as child:
        start(child)
        pid = child.status.pid
        child.stop(time.monotonic() + 0.3)
        assert not is_alive(pid)
        assert child.status.state == "stopped"


def test_stopping_ends_the_wait_of_whoever_starts() -> None:
    with supervised("is_silent") as child:
        child.stop(time.monotonic() + 10)
        with pytest.raises(NotRunningError, match="stopped before it had started"):
            start(child)


def test_stopping_ends_the_wait_before_a_restart() -> None:
    slow = SOON.model_copy(update={"restart_first_s": 3600.0, "restart_longest_s": 3600.0})
    with supervised("crashes", slow) as child:
        start(child)
        error = wait_for(child, "restarting").error
        assert error is not None
        assert "starts again in 3600.0 s; last words: RuntimeError" in error
        child.stop(time.monotonic() + 30)
        assert child.status.state == "stopped"


def test_a_secret_reaches_the_child_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    with supervised("crashes", secret=SecretStr("swordfish")) as child:
        start(child)
        status = wait_for(child, "failed")
        assert status.error is not None
        assert "swordfish" not in f"{status}{caplog.text}"
        assert "***" in status.error


def test_settings_in_the_environment_do_not_reach_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLIR_IQA_FLOW_THREADS", "7")
    with supervised("works") as child:
        start(child)
        assert wait_for(child, "running").counters["environment"] == []


def test_the_rest_of_the_environment_reaches_a_child() -> None:
    assert child_environment({"PATH": "/bin", "FLIR_IQA_X": "1"}) == {"PATH": "/bin", "PYTHONUNBUFFERED": "1"}


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [("freezes_once", "it said nothing for"), ("hangs_once", "the flow has been standing still for 61 s")],
)
def test_a_child_that_hangs_is_killed_and_started_again(behaviour: str, reason: str, tmp_path: Path) -> None:
    settings = SOON.model_copy(update={"hang_limit_s": 5.0, "restart_first_s": 2.0, "restart_longest_s": 2.0})
    with supervised(behaviour, settings, mark=str(tmp_path / "mark")) as child:
        start(child)
        first = child.status.pid
        status = wait_for(child, "restarting")
        assert f"it hung: {reason}" in (status.error or "")
        wait_until(lambda: child.status.state == "running", 90, "it runs again")
        assert child.status.restarts == 1
        assert child.status.pid != first
        assert not is_alive(first)


def test_what_a_child_logs_keeps_its_event_and_fields_and_loses_its_secrets(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with supervised("logs", secret=SecretStr('pa"ss-word-9')) as child:
        start(child)
        wait_until(lambda: "words of a library" in caplog.messages, 30, "its lines came")
    record = next(record for record in caplog.records if event_of(record) == "camera_lost")
    assert (record.name, record.levelname) == ("child.tests.control.fake_child", "WARNING")
    assert fields_of(record)["camera_id"] == "gate"
    assert fields_of(record)["reason"] == "the password *** was refused"
    assert "ss-word-9" not in caplog.text
