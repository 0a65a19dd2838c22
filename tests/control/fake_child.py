"""A child that speaks the protocol and does what its settings say: `python -m tests.control.fake_child --config -`.

The table `[produce]` or `[flow]` holds `behaviour`, one of the functions below, and what else it needs.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from plumbing.child import Reporter, watch_parent
from plumbing.document import read_document
from plumbing.log_events import CAMERA_LOST
from plumbing.log_settings import LogSettings
from plumbing.logs import set_up_logging
from producers.orders import Orders

REPORT_S: Final = 0.05
COUNTERS: Final[dict[str, Any]] = {
    "cameras": {
        "default": {
            "state": "live",
            "condition": "streaming",
            "reconnects": 2,
            "error": None,
            "captured": 7,
            "published": 5,
        }
    }
}
reporter = Reporter(enabled=True)
stopping = threading.Event()
orders = Orders()
DOCUMENT: Final[dict[str, Any]] = {}
log = logging.getLogger(__name__)


def read_cameras() -> Mapping[str, Any]:
    """Return the cameras of the settings; the dataflow has none."""
    cameras: Mapping[str, Any] = DOCUMENT.get("cameras", {})
    return cameras


def works(table: Mapping[str, Any]) -> None:
    """Report until stopped."""
    reporter.send("started")
    while not stopping.wait(REPORT_S):
        reporter.send("running", **COUNTERS, environment=sorted(k for k in os.environ if k.startswith("FLIR")))


def follows(table: Mapping[str, Any]) -> None:
    """Report of each camera how often it began, and change them as ordered, until stopped."""
    began = dict.fromkeys(read_cameras(), 1)
    reporter.send("started")
    while not stopping.wait(REPORT_S):
        for camera_id, described in orders.take().items():
            if described is None:
                began.pop(camera_id, None)
            else:
                began[camera_id] = began.get(camera_id, 0) + 1
        cameras = {name: {"state": "live", "error": None, "captured": count} for name, count in began.items()}
        reporter.send("running", cameras=cameras, pid=os.getpid())


def is_degraded(table: Mapping[str, Any]) -> None:
    """Report trouble until stopped."""
    reporter.send("started")
    while not stopping.wait(REPORT_S):
        reporter.send("degraded", "no answer from rtsp://u:hunter2@h")


def refuses(table: Mapping[str, Any]) -> None:
    """End as a command of ours does whose settings are no good."""
    sys.exit("Error: unknown kind of camera 'gopher'")


def fails(table: Mapping[str, Any]) -> None:
    """End with a report of its own."""
    reporter.send("failed", "the topic has 1 partition, 12 are needed")
    sys.exit(1)


def crashes(table: Mapping[str, Any]) -> None:
    """Work for a moment, and crash."""
    reporter.send("started")
    reporter.send("running")
    stopping.wait(2 * REPORT_S)
    message = f"tensor of {table.get('secret', 'nothing')}"
    raise RuntimeError(message)


def crashes_once(table: Mapping[str, Any]) -> None:
    """Crash unless the file is there that the first run leaves behind."""
    mark = Path(table["mark"])
    if not mark.exists():
        mark.touch()
        crashes(table)
    works(table)


def is_killed(table: Mapping[str, Any]) -> None:
    """End as the kernel ends a process that takes too much memory."""
    reporter.send("started")
    reporter.send("running")
    os.kill(os.getpid(), signal.SIGKILL)


def is_silent(table: Mapping[str, Any]) -> None:
    """Say nothing until stopped."""
    stopping.wait(60)


def freezes_once(table: Mapping[str, Any]) -> None:
    """Work for a moment, and stand still for ever; a later run works."""
    mark = Path(table["mark"])
    if mark.exists():
        works(table)
    mark.touch()
    reporter.send("started")
    reporter.send("running")
    os.kill(os.getpid(), signal.SIGSTOP)


def hangs_once(table: Mapping[str, Any]) -> None:
    """Work for a moment, and say that it does not move any more; a later run works."""
    mark = Path(table["mark"])
    if mark.exists():
        works(table)
    mark.touch()
    reporter.send("started")
    while not stopping.wait(REPORT_S):
        reporter.send("degraded", "the flow has been standing still for 61 s", alive=False)


def logs(table: Mapping[str, Any]) -> None:
    """Log an event, with a secret in it, and words."""
    set_up_logging(LogSettings(format="json"))
    CAMERA_LOST.log(log, camera_id="gate", reason=f"the password {table['secret']['literal']} was refused")
    sys.stderr.write("words of a library\n")
    works(table)


def finishes(table: Mapping[str, Any]) -> None:
    """End well, as a producer does after its last film."""
    reporter.send("started")
    reporter.send("running", **COUNTERS)


def is_deaf(table: Mapping[str, Any]) -> None:
    """Neither SIGTERM nor the end of the parent ends it."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    reporter.send("started")
    while True:
        reporter.send("running")
        threading.Event().wait(REPORT_S)


BEHAVIOURS: Final[Mapping[str, Callable[[Mapping[str, Any]], None]]] = {
    function.__name__: function
    for function in (
        works,
        follows,
        is_degraded,
        refuses,
        fails,
        crashes,
        crashes_once,
        is_killed,
        is_silent,
        freezes_once,
        hangs_once,
        logs,
        finishes,
        is_deaf,
    )
}


def main() -> None:
    """Do what the settings say."""
    document = read_document("-")
    table = document.table("produce" if "cameras" in document.tables else "flow")
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    watch_parent(stopping.set, orders.take_line)
    DOCUMENT.update(document.tables)
    BEHAVIOURS[table.get("behaviour", "works")](table)


if __name__ == "__main__":
    main()
