"""Ctrl-C is not lost where Python drops the exception."""

import os
import signal

import pytest

from flir_iqa.scoring_cli.interrupts import Interrupts


class Finalised:
    """Is interrupted while it is taken away."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_drops_comes_at_the_next_check() -> None:
    with Interrupts() as interrupts:
        thing = Finalised()
        interrupts.check()
        del thing
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()


def test_any_other_interrupt_comes_at_once_and_the_handler_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Interrupts():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
