"""Each part that makes a promise names the test that shows it; the tests that are named are there."""

import re

import pytest

from tests.dataflow.running import CHECKOUT

PROMISING = (
    "sources/kafka.py",
    "sinks/kafka.py",
    "sinks/sink.py",
    "smoothing.py",
    "shedding.py",
    "flow.py",
    "attempt.py",
    "run.py",
)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


@pytest.mark.parametrize("name", PROMISING)
def test_a_promise_names_a_test_that_is_there(name: str) -> None:
    text = (CHECKOUT / "dataflow" / name).read_text()
    named = NAMED.findall(text)
    assert "Guarantee:" in text
    assert named
    for path, test in named:
        assert f"def {test}" in (CHECKOUT / path).read_text()
