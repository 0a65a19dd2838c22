"""The protocol between a parent and its children, and how processes end; with real processes."""

import signal
import subprocess
import sys
from io import StringIO

import pytest

from flir_iqa.errors import RecordError
from plumbing.child import Report, Reporter

CHILD = """
import sys, time
from plumbing.child import Reporter, watch_parent
from plumbing.document import read_document
from plumbing.stopping import Stopper
grace_s, hang = float(sys.argv[1]), sys.argv[2] == "hang"
stopper = Stopper(grace_s)
stopper.listen()
document = read_document("-")
watch_parent(stopper.stop)
reporter = Reporter(enabled=True)
reporter.send("started", color=document.table("flow")["color"])
stopper.wait(60)
while hang:
    time.sleep(1)
reporter.send("running", stopped=True)
"""


def start_child(grace_s: float = 30, hang: bool = False) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(grace_s), "hang" if hang else "end"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write('{"flow": {"color": "green"}}\n')
    child.stdin.flush()
    assert Report.from_line(child.stdout.readline()) == Report("started", None, {"color": "green"})
    return child


@pytest.mark.integration
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_a_child_to_end(number: signal.Signals) -> None:
    with start_child() as child:
        child.send_signal(number)
        output, _ = child.communicate(timeout=30)
        assert Report.from_line(output).counters == {"stopped": True}
        assert child.returncode == 0


@pytest.mark.integration
def test_a_child_ends_when_its_parent_is_gone() -> None:
    with start_child() as child:
        output, _ = child.communicate(timeout=30)  # closes standard input, as the end of a parent does
        assert Report.from_line(output).counters == {"stopped": True}


@pytest.mark.integration
def test_a_child_that_hangs_is_ended_after_its_grace() -> None:
    with start_child(grace_s=0.2, hang=True) as child:
        child.terminate()
        assert child.wait(timeout=30) == 75


@pytest.mark.integration
def test_a_second_signal_ends_a_child_at_once() -> None:
    with start_child(hang=True) as child:
        deadline = 30
        child.terminate()
        while deadline and child.poll() is None:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                deadline -= 1
        assert child.returncode == 128 + signal.SIGTERM


def test_reports_come_back_as_they_went_and_mask_credentials() -> None:
    stream = StringIO()
    Reporter(enabled=True, stream=stream).send("degraded", "no answer from rtsp://u:hunter2@h", frames=3)
    report = Report.from_line(stream.getvalue())
    assert report == Report("degraded", "no answer from rtsp://u:***@h", {"frames": 3})


def test_without_a_parent_nothing_is_reported() -> None:
    stream = StringIO()
    Reporter(enabled=False, stream=stream).send("started")
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x",
        "{}",
        "[]",
        '{"stage": "a", "more": 1}',
        '{"stage": "ended"}',
        '{"stage": ["running"]}',
        '{"stage": "running", "error": 7}',
        '{"stage": "running", "counters": null}',
        "[" * 100_000,
    ],
)
def test_a_line_that_is_no_report_is_refused(line: str) -> None:
    with pytest.raises(RecordError, match="expected a report"):
        Report.from_line(line)
