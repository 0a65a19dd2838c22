"""Which processes are whose."""

import os
import subprocess
import sys

from chaos.process_list import children_of, is_alive

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_a_child_is_found_with_its_command_and_is_gone_when_it_was_killed() -> None:
    child = subprocess.Popen(SLEEP)
    try:
        assert is_alive(child.pid)
        assert child.pid in children_of(os.getpid())
    finally:
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it has ended; its exit code is not taken yet
    assert not is_alive(child.pid)
    assert child.pid not in children_of(os.getpid())
    child.wait()
    assert not is_alive(child.pid)
