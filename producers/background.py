"""Runs something that may block without a way to end it, beside a thread that must not."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


def in_background(work: Callable[[], Result], name: str) -> "Future[Result]":
    """Run `work` in a thread that does not keep the process from ending; its result or error is in the future."""
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # handed to the owner of the future
            future.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future
