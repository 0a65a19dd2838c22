"""A camera's frames on their way to Kafka."""

import random
from collections import deque
from types import SimpleNamespace
from typing import cast

import pytest
from confluent_kafka import KafkaError, Message

from producers.ledger import DropReason, Ledger
from producers.outbox import DeliveryReport, Outbox, OutboxLimits, OutgoingFrame
from tests.producers.test_ledger import balance

NO_MESSAGE = cast(Message, SimpleNamespace())


class Client:
    """A Kafka client that holds what it is given until it is told the outcome."""

    def __init__(self) -> None:
        self.held: deque[tuple[OutgoingFrame, DeliveryReport]] = deque()
        self.taken: list[bytes] = []
        self.is_full = False

    def __call__(self, camera_id: str, frame: OutgoingFrame, report: DeliveryReport) -> bool:
        """Take a frame, unless it is full."""
        assert camera_id == "gate"
        if self.is_full:
            return False
        self.held.append((frame, report))
        return True

    def report(self, code: int | None = None) -> None:
        """Tell the outcome of the oldest frame: delivered, or an error."""
        frame, report = self.held.popleft()
        if code is None:
            self.taken.append(frame.jpeg)
        report(None if code is None else KafkaError(code), NO_MESSAGE)


class Parts:
    """An outbox and what it works with."""

    def __init__(self, frames: int = 4, n_bytes: int = 1000, window: int = 2) -> None:
        self.client = Client()
        self.ledger = Ledger()
        self.outbox = Outbox("gate", self.ledger, OutboxLimits(frames, n_bytes, window), self.client)

    def offer(self, jpeg: bytes) -> None:
        """Capture a frame and offer it."""
        self.ledger.captured()
        self.outbox.offer(OutgoingFrame(jpeg, [], 0))

    def deliver_all(self) -> None:
        """Let the client deliver all that comes."""
        while self.client.held:
            self.client.report()


def test_the_client_gets_no_more_than_the_window() -> None:
    parts = Parts(window=2)
    for n in range(4):
        parts.offer(b"%d" % n)
    assert len(parts.client.held) == 2
    parts.client.report()
    assert [frame.jpeg for frame, _ in parts.client.held] == [b"1", b"2"]


def test_oldest_waiting_frames_are_dropped_when_there_are_too_many() -> None:
    parts = Parts(frames=4, window=2)
    for n in range(10):
        parts.offer(b"%d" % n)
    parts.deliver_all()
    assert parts.client.taken == [b"0", b"1", b"6", b"7", b"8", b"9"]
    assert parts.ledger.counts().dropped == {DropReason.QUEUE_FULL: 4}


def test_waiting_bytes_are_bounded_but_one_frame_may_always_wait() -> None:
    parts = Parts(frames=100, n_bytes=10, window=1)
    parts.offer(b"first")
    for n in range(5):
        parts.offer(b"%d" % n * 4)
    parts.offer(b"x" * 50)
    parts.deliver_all()
    assert parts.client.taken == [b"first", b"x" * 50]


def test_a_full_client_is_tried_again() -> None:
    parts = Parts()
    parts.client.is_full = True
    parts.offer(b"a")
    assert not parts.client.held
    parts.client.is_full = False
    parts.outbox.pump()
    parts.deliver_all()
    assert parts.client.taken == [b"a"]
    assert parts.outbox.is_empty


def test_a_failed_delivery_is_counted_and_shown_until_one_succeeds() -> None:
    parts = Parts()
    parts.offer(b"a")
    parts.client.report(KafkaError.TOPIC_AUTHORIZATION_FAILED)
    assert parts.outbox.failure is not None
    assert parts.ledger.counts().dropped == {DropReason.DELIVERY_FAILED: 1}
    parts.offer(b"b")
    parts.client.report()
    assert parts.outbox.failure is None


def test_frames_that_are_under_way_at_the_end_count_as_stopped() -> None:
    parts = Parts(window=1)
    parts.offer(b"a")
    parts.offer(b"b")
    parts.outbox.close()
    parts.offer(b"c")
    parts.client.report(KafkaError._PURGE_INFLIGHT)  # noqa: SLF001 - its public constant
    assert parts.ledger.counts().dropped == {DropReason.STOPPED: 3}
    assert parts.outbox.is_empty


def test_frames_that_are_purged_with_a_client_of_no_use_count_as_failed() -> None:
    parts = Parts()
    parts.offer(b"a")
    parts.client.report(KafkaError._PURGE_QUEUE)  # noqa: SLF001 - its public constant
    assert parts.ledger.counts().dropped == {DropReason.DELIVERY_FAILED: 1}


def test_stall_is_the_time_since_the_last_progress() -> None:
    parts = Parts()
    assert parts.outbox.stalled_for_s(1e12) == 0
    parts.offer(b"a")
    assert parts.outbox.stalled_for_s(1e12) > 0
    parts.client.report()
    assert parts.outbox.stalled_for_s(1e12) == 0


@pytest.mark.parametrize("seed", range(20))
def test_each_frame_has_one_outcome_and_order_holds_whatever_happens(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    parts = Parts(frames=chance.randint(1, 8), n_bytes=chance.randint(1, 60), window=chance.randint(1, 5))
    for n in range(400):
        if chance.random() < 0.6:
            parts.offer(b"%04d" % n)
        elif parts.client.held:
            parts.client.report(KafkaError._MSG_TIMED_OUT if chance.random() < 0.2 else None)  # noqa: SLF001 - public
        parts.client.is_full = chance.random() < 0.1
        assert balance(parts.ledger.counts()) == 0
    parts.client.is_full = False
    parts.outbox.pump()
    parts.deliver_all()
    counts = parts.ledger.counts()
    assert counts.in_flight == 0
    assert counts.published == len(parts.client.taken)
    assert parts.client.taken == sorted(parts.client.taken)
