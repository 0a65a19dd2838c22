"""Ending what no time-out ends."""

import subprocess
import sys

import pytest

from producers.watchdog import Watchdog
from tests.producers.processes import ROOT


class Camera:
    """One that is silent as long as it is told to."""

    def __init__(self, silent_s: float) -> None:
        self.silent_s = silent_s
        self.n_given_up = 0

    def give_up_reading(self) -> None:
        """Count it."""
        self.n_given_up += 1


def test_only_a_camera_that_is_silent_for_too_long_is_given_up() -> None:
    cameras = [Camera(0.0), Camera(24.9), Camera(25.1)]
    Watchdog(cameras, 25).look()
    assert [camera.n_given_up for camera in cameras] == [0, 0, 1]


@pytest.mark.integration
def test_a_process_that_hangs_with_pythons_lock_held_ends_itself() -> None:
    script = (
        "import ctypes; from producers.watchdog import end_if_frozen\n"
        "with end_if_frozen(0.5): ctypes.PyDLL(None).sleep(600)"  # PyDLL keeps the lock
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "Timeout" in done.stderr


@pytest.mark.integration
def test_a_process_whose_main_thread_waits_goes_on() -> None:
    script = (
        "import ctypes; from producers.watchdog import end_if_frozen\n"
        "with end_if_frozen(1): ctypes.CDLL(None).sleep(3)\n"  # CDLL lets the lock go
        "ctypes.PyDLL(None).sleep(2)"  # not watched any more
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
