"""Captured = published + dropped + in flight."""

import threading

import pytest

from producers.ledger import Counts, DropReason, Ledger


def balance(counts: Counts) -> int:
    """Return what is missing; 0 if each frame is accounted for."""
    return counts.captured - counts.published - sum(counts.dropped.values()) - counts.in_flight


def test_a_frame_is_in_flight_until_its_outcome() -> None:
    ledger = Ledger()
    for _ in range(3):
        ledger.captured()
    ledger.published()
    ledger.dropped(DropReason.QUEUE_FULL)
    assert ledger.counts() == Counts(3, 1, {DropReason.QUEUE_FULL: 1}, 1)


def test_a_second_outcome_is_an_error() -> None:
    ledger = Ledger()
    ledger.captured()
    ledger.published()
    with pytest.raises(AssertionError, match="two outcomes"):
        ledger.dropped(DropReason.SAMPLED)


def test_counts_balance_at_all_times_whatever_the_threads_do() -> None:
    ledger, ended, found = Ledger(), threading.Event(), set()

    def work(reason: DropReason) -> None:
        for n in range(2000):
            ledger.captured()
            if n % 2:
                ledger.published()
            else:
                ledger.dropped(reason)

    def watch() -> None:
        while not ended.is_set():
            found.add(balance(ledger.counts()))

    watcher = threading.Thread(target=watch)
    workers = [threading.Thread(target=work, args=(reason,)) for reason in list(DropReason)[:4]]
    watcher.start()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    ended.set()
    watcher.join(60)
    assert found <= {0}
    assert ledger.counts().in_flight == 0
    assert ledger.counts().captured == 8000
