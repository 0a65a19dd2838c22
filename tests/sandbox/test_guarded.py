"""A guarded process: gone when its parent is, however that went, and obedient while it lives."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.errors import SandboxError
from sandbox.guarded import GuardedProcess
from sandbox.waiting import wait_until

pytestmark = pytest.mark.integration

SLEEPER = [sys.executable, "-c", "import signal; signal.pause()"]

PARENT = """
import signal, sys
from pathlib import Path
from sandbox.guarded import GuardedProcess
folder = Path(sys.argv[1])
process = GuardedProcess([sys.executable, "-c", "import signal; signal.pause()"], folder / "log", folder).start()
print(process.pid, flush=True)
if sys.argv[2] == "frozen":
    process.send(signal.SIGSTOP)
print("ready", flush=True)
signal.pause()
"""


def state_of(pid: int) -> str:
    """Return the kernel's letter for a process, or an empty text if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""


@pytest.mark.parametrize("state", ["awake", "frozen"])
def test_the_command_and_its_folder_go_when_the_parent_is_killed(tmp_path: Path, state: str) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder), state], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert parent.stdout.readline() == "ready\n"
        assert state_of(pid)
        parent.kill()
    wait_until(lambda: state_of(pid) in ("", "Z"), 10, "the command is gone")
    wait_until(lambda: not folder.exists(), 10, "the folder is gone")


def test_the_command_goes_when_its_guard_is_killed(tmp_path: Path) -> None:
    with GuardedProcess(SLEEPER, tmp_path / "log") as process:
        guard = int(Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(guard, signal.SIGKILL)
        wait_until(lambda: state_of(process.pid) in ("", "Z"), 10, "the command is gone")
        assert process.wait(10)
        assert not process.running


def test_ctrl_c_in_our_terminal_does_not_reach_the_command(tmp_path: Path) -> None:
    with GuardedProcess(SLEEPER, tmp_path / "log") as process:
        assert os.getsid(process.pid) != os.getsid(0)
        assert os.getpgid(process.pid) != os.getpgid(0)


def test_a_signal_that_we_block_still_reaches_the_command(tmp_path: Path) -> None:
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    try:
        with GuardedProcess(SLEEPER, tmp_path / "log") as process:
            process.send(signal.SIGTERM)
            assert process.wait(10)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def test_a_frozen_command_runs_and_goes_on_when_thawed(tmp_path: Path) -> None:
    with GuardedProcess(SLEEPER, tmp_path / "log") as process:
        process.send(signal.SIGSTOP)
        wait_until(lambda: state_of(process.pid) == "T", 10, "the command is frozen")
        assert process.running
        process.send(signal.SIGCONT)
        wait_until(lambda: state_of(process.pid) == "S", 10, "the command goes on")


def test_stop_may_be_called_twice_and_start_again_after_it(tmp_path: Path) -> None:
    process = GuardedProcess(SLEEPER, tmp_path / "log")
    process.stop()
    first = process.start().pid
    process.stop()
    process.stop()
    assert not process.running
    assert process.start().pid != first
    process.stop()


def test_starting_what_runs_is_refused(tmp_path: Path) -> None:
    with GuardedProcess(SLEEPER, tmp_path / "log") as process, pytest.raises(SandboxError, match="runs already"):
        process.start()


def test_a_missing_program_is_an_error_that_names_it(tmp_path: Path) -> None:
    process = GuardedProcess([tmp_path / "no-such-program"], tmp_path / "log")
    with pytest.raises(SandboxError, match=r"cannot run .*no-such-program.*No such file"):
        process.start()
    process.stop()


def test_the_last_words_of_a_command_that_ended_are_kept(tmp_path: Path) -> None:
    with GuardedProcess([sys.executable, "-c", "raise SystemExit('no more film')"], tmp_path / "log") as process:
        assert process.wait(20)
        process.send(signal.SIGTERM)
        assert process.last_lines() == "no more film"


def test_a_process_that_was_not_started_has_no_id(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="was not started"):
        _ = GuardedProcess(SLEEPER, tmp_path / "log").pid
