"""Where a reader leaves frames for the encoder."""

import threading

from producers.slot import Slot


def test_newest_item_wins_and_the_old_one_comes_back() -> None:
    slot: Slot[int] = Slot()
    assert slot.put(1) is None
    assert slot.put(2) == 1
    assert slot.take() == 2


def test_several_items_come_out_in_order() -> None:
    slot: Slot[int] = Slot(3)
    assert [slot.put(n) for n in range(5)] == [None, None, None, 0, 1]
    assert [slot.take() for _ in range(3)] == [2, 3, 4]


def test_closed_slot_gives_what_it_holds_and_then_none() -> None:
    slot: Slot[int] = Slot(2)
    slot.put(7)
    slot.close()
    assert [slot.take(), slot.take(), slot.take()] == [7, None, None]


def test_closing_wakes_who_waits() -> None:
    slot: Slot[int] = Slot()
    found: list[int | None] = []
    waiting = threading.Thread(target=lambda: found.append(slot.take()))
    waiting.start()
    slot.close()
    waiting.join(10)
    assert found == [None]
