"""Runs a command that must not outlive the process that started it; a script of its own, see `sandbox.guarded`.

    python guard.py REMOVE COMMAND...

Standard input: names of signals for the command, one a line, each answered on standard output; before the first the
process id is written there. The end of the input means that the parent is gone, however it went: the command is
killed, and the folder REMOVE (empty: none) is removed. If this process itself is killed, the kernel kills the command.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
from typing import Final

_NO_COMMAND: Final = 127  # as shells say it
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h


def _die_with_guard(guard: int) -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # whoever started us may block SIGTERM
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != guard:  # it went before the line above
        os._exit(1)


def _answer(text: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), f"{text}\n".encode())


def _obey(command: "subprocess.Popen[bytes]", orphaned: threading.Event) -> None:
    with os.fdopen(os.dup(sys.stdin.fileno())) as orders:
        for line in orders:
            command.send_signal(signal.Signals[line.strip()])
            _answer("sent")
    orphaned.set()
    command.kill()


def main(remove: str, arguments: list[str]) -> int:
    """Run the command and return its exit code, as a shell would state it."""
    guard, orphaned = os.getpid(), threading.Event()
    try:
        command = subprocess.Popen(  # noqa: S603 - the sandbox's own command
            arguments, stdin=subprocess.DEVNULL, stdout=sys.stderr, preexec_fn=lambda: _die_with_guard(guard)
        )
    except OSError as error:
        os.write(sys.stderr.fileno(), f"{error}\n".encode())
        return _NO_COMMAND
    _answer(str(command.pid))
    threading.Thread(target=_obey, args=(command, orphaned), daemon=True).start()
    code = command.wait()
    if orphaned.is_set() and remove:
        shutil.rmtree(remove, ignore_errors=True)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    os._exit(main(sys.argv[1], sys.argv[2:]))  # at once: a thread still reads standard input
