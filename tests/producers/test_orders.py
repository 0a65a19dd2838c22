"""Changes that a parent asks for."""

import json

import pytest

from producers.orders import Orders


def test_the_later_order_for_a_camera_counts_and_each_is_taken_once() -> None:
    orders = Orders()
    orders.take_line(json.dumps({"cameras": {"gate": {"url": "a"}, "kiln": None}}))
    orders.take_line(json.dumps({"cameras": {"gate": {"url": "b"}}}))
    assert orders.take() == {"gate": {"url": "b"}, "kiln": None}
    assert orders.take() == {}


@pytest.mark.parametrize("line", ["", "x", "[]", "5", "{}", '{"cameras": 5}', "[" * 100_000, '{"cameras": "hunter2'])
def test_a_line_that_is_no_order_changes_nothing_and_is_quoted_nowhere(
    line: str, caplog: pytest.LogCaptureFixture
) -> None:
    orders = Orders()
    orders.take_line(line)
    assert orders.take() == {}
    assert "hunter2" not in caplog.text
