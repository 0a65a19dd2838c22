"""One camera, from its source to its outbox."""

import threading

from producers.camera import Camera
from producers.ledger import Ledger
from producers.outbox import DeliveryReport, Outbox, OutboxLimits, OutgoingFrame
from producers.settings import ProduceSettings
from producers.testing import Connection, ScriptedSource, frame_of
from sandbox.waiting import wait_until
from tests.producers.test_ledger import balance


class Kept:
    """A Kafka client that keeps all, and tells of no delivery."""

    def __init__(self) -> None:
        self.jpegs: list[bytes] = []

    def __call__(self, camera_id: str, frame: OutgoingFrame, report: DeliveryReport) -> bool:
        """Take a frame."""
        self.jpegs.append(frame.jpeg)
        return True


def camera_of(source: ScriptedSource, kept: Kept) -> Camera:
    """Make a camera whose frames are kept."""
    ledger = Ledger()
    outbox = Outbox("gate", ledger, OutboxLimits(100, 10**6, 100), kept)
    return Camera("gate", source, outbox, ledger, ProduceSettings(), 10**6)


def test_a_reader_that_is_given_up_is_not_listened_to_any_more() -> None:
    hangs = threading.Event()
    stuck = Connection([frame_of(b"late")] * 3, before_each=hangs.wait)
    kept = Kept()
    camera = camera_of(ScriptedSource(stuck, Connection([frame_of(b"new")] * 2, hangs=True)), kept)
    camera.start()
    wait_until(lambda: camera.silent_s > 0.05, 30, "it hangs")
    camera.give_up_reading()
    wait_until(lambda: len(kept.jpegs) == 2, 30, "the next reader works")
    hangs.set()
    camera.stop()
    camera.join(30)
    assert kept.jpegs == [b"new"] * 2
    assert balance(camera.counts) == 0
    assert camera.is_finished


def test_readers_that_hang_are_bounded_and_the_state_says_so() -> None:
    hangs = threading.Event()
    source = ScriptedSource(Connection([frame_of(b"x")], before_each=hangs.wait), repeat=True)
    camera = camera_of(source, Kept())
    camera.start()
    for n_opened in range(1, 5):
        wait_until(lambda n=n_opened: source.n_opened == n, 30, "another reader hangs")  # type: ignore[misc]  # bound now
        camera.give_up_reading()
    camera.give_up_reading()
    assert source.n_opened == 4
    assert camera.status.condition == "stalled"
    assert "with 3 readers before; none begins until one ends" in (camera.status.error or "")
    hangs.set()
    wait_until(lambda: camera.counts.captured > 0, 30, "the last one goes on by itself")
    camera.stop()
    camera.join(30)
