"""Waiting ends with the condition or with the deadline."""

from collections.abc import Iterator

import pytest

from sandbox.errors import SandboxError
from sandbox.waiting import wait_until


def test_the_answer_is_returned_as_soon_as_it_is_true() -> None:
    answers: Iterator[int] = iter([0, 0, 7])
    assert wait_until(lambda: next(answers), 30, "a seven") == 7


def test_a_condition_that_never_comes_is_an_error_that_names_it() -> None:
    with pytest.raises(SandboxError, match=r"waited 0.05 s in vain: the moon is full; the last answer was \[\]"):
        wait_until(list, 0.05, "the moon is full")


def test_a_condition_is_asked_once_more_at_the_deadline() -> None:
    asked: list[int] = []
    with pytest.raises(SandboxError):
        wait_until(lambda: asked.append(1), 0, "nothing")
    assert len(asked) == 1
