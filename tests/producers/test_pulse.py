"""Signs of life."""

import threading

from producers.sources.pulse import Pulse
from sandbox.waiting import wait_until


def test_silence_grows_until_the_next_sign_of_life() -> None:
    now = [100.0]
    pulse = Pulse(lambda: now[0])
    now[0] += 30
    assert pulse.silent_s == 30
    pulse.beat()
    assert pulse.silent_s == 0


def test_waiting_on_purpose_is_no_silence() -> None:
    now = [100.0]
    pulse = Pulse(lambda: now[0])
    thread = threading.Thread(target=pulse.wait)
    thread.start()
    now[0] += 1000
    wait_until(lambda: pulse.silent_s == 0, 30, "it waits")
    pulse.set()
    thread.join(30)
    assert pulse.silent_s == 0
    now[0] += 5
    assert pulse.silent_s == 5
