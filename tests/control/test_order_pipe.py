"""Orders on their way to a child, which may not read them."""

import json
import os
from typing import IO

from pydantic import SecretStr

from control.order_pipe import OrderPipe
from sandbox.waiting import wait_until

LARGE = {f"camera-{number}": {"url": "x" * 100} for number in range(5_000)}


def pipe() -> tuple[OrderPipe, IO[str]]:
    reading, writing = os.pipe()
    orders = OrderPipe("test")
    orders.start(writing)
    os.close(writing)
    return orders, os.fdopen(reading)


def test_nothing_is_written_before_the_child_is_ready_and_what_waits_is_merged() -> None:
    orders, reading = pipe()
    with reading:
        orders.order({"gate": {"url": "a", "password": SecretStr("swordfish")}, "kiln": {"url": "k"}})
        orders.order({"kiln": None})
        orders.ready()
        told = json.loads(reading.readline())["cameras"]
        assert told == {"gate": {"url": "a", "password": {"literal": "swordfish"}}, "kiln": None}
        orders.order({"gate": None})
        assert json.loads(reading.readline()) == {"cameras": {"gate": None}}
        orders.close()
        orders.close()
        assert reading.readline() == "", "the end of the pipe tells the child that its parent is gone"


def test_who_orders_does_not_wait_for_a_child_that_does_not_read() -> None:
    orders, reading = pipe()
    with reading:
        orders.ready()
        for _ in range(3):
            orders.order(LARGE)
        assert len(json.loads(reading.readline())["cameras"]) == len(LARGE)
        orders.close()


def test_a_child_that_is_gone_ends_the_writing() -> None:
    orders, reading = pipe()
    reading.close()
    orders.ready()
    orders.order(LARGE)
    wait_until(lambda: not orders.is_writing, 30, "the writing ended")
