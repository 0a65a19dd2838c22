"""A command of `flir-iqa` as a child process of a test."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sandbox.errors import SandboxError
from sandbox.guarded import GuardedProcess

_MAIN: Final = "from flir_iqa.cli import main; main()"


def flir_iqa_process(arguments: Sequence[str | Path], log: Path) -> GuardedProcess:
    """Return `flir-iqa ARGUMENTS`, not started yet.

    Args:
        arguments: The command and its options.
        log: Where its output goes; each start appends.
    """
    return GuardedProcess([sys.executable, "-c", _MAIN, *arguments], log)


def run_flir_iqa(arguments: Sequence[str | Path], log: Path, timeout_s: float) -> None:
    """Run `flir-iqa ARGUMENTS` to its end.

    Raises:
        SandboxError: It fails, or takes longer than `timeout_s`.
    """
    process = flir_iqa_process(arguments, log).start()
    try:
        if not process.wait(timeout_s):
            message = f"`flir-iqa {arguments[0]}` did not end within {timeout_s:g} s: {process.last_lines()}"
            raise SandboxError(message)
        if process.exit_code != 0:
            message = f"`flir-iqa {arguments[0]}` failed: {process.last_lines()}"
            raise SandboxError(message)
    finally:
        process.stop()
