"""The flow as a child of the control plane."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plumbing.child import Report
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.waiting import wait_until
from tests.dataflow.running import CHECKOUT, PATIENCE_S, Topics

pytestmark = pytest.mark.integration

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-m", "dataflow", "--config", "-"], stdin=subprocess.PIPE, text=True)
child.stdin.write(sys.argv[1] + "\\n")
child.stdin.flush()
print(child.pid, flush=True)
child.wait()
"""


def document_of(kafka: KafkaSettings, topics: TopicSettings, **flow: str) -> str:
    return json.dumps({"kafka": {"bootstrap": kafka.bootstrap}, "topics": topics.model_dump(mode="json"), "flow": flow})


@pytest.fixture
def child() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "dataflow", "--config", "-"]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        yield process
        process.kill()


def reports_of(child: subprocess.Popen[str], document: str) -> Iterator[Report]:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(document + "\n")
    child.stdin.flush()
    return (Report.from_line(line) for line in child.stdout)


def test_a_child_reports_what_it_counts(
    child: subprocess.Popen[str], kafka: KafkaSettings, topics: TopicSettings, io: Topics
) -> None:
    reports = reports_of(child, document_of(kafka, topics, start="earliest"))
    assert next(reports) == Report("started")
    wait_until(lambda: io.count(topics.events) == 3, PATIENCE_S, "it reads")
    for seq in range(5):
        io.put_frame("gate", seq, 0)
    io.put(None, b"x")
    io.flush()
    report = next(report for report in reports if report.counters["scored"] == 5 and report.counters["rejected"] == 1)
    assert report.stage == "running"
    assert (report.counters["cameras"], report.counters["lag_frames"]) == (1, 0)
    assert set(report.counters) >= {"fps", "latency_p50_ms", "latency_p99_ms"}


def test_a_child_that_cannot_score_says_why(
    child: subprocess.Popen[str], kafka: KafkaSettings, topics: TopicSettings, tmp_path: Path
) -> None:
    (report,) = reports_of(child, document_of(kafka, topics, model=str(tmp_path / "none.onnx")))
    assert report.stage == "failed"
    assert "none.onnx" in (report.error or "")
    assert child.wait(PATIENCE_S) == 1


def test_a_child_ends_when_its_parent_is_killed(kafka: KafkaSettings, topics: TopicSettings) -> None:
    command = [sys.executable, "-c", PARENT, document_of(kafka, topics)]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert Report.from_line(parent.stdout.readline()) == Report("started")
        parent.kill()
        wait_until(lambda: not is_alive(pid), PATIENCE_S, "the child is gone")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
