"""The demo as a newcomer runs it: real camera, Kafka, control plane, producer and dataflow, each a process."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
MARK = "FLIR_IQA_TEST_MARK"


@pytest.fixture
def mark() -> Iterator[str]:
    """A word in the environment of the demo and of all that it starts; nothing with it may be left behind."""
    word = uuid4().hex
    yield word
    deadline = time.monotonic() + 15
    while (left := marked(word)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def marked(word: str) -> list[str]:
    """Command lines of the processes that carry the word."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={word}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue  # it ended, or is not ours
    return found


def start_demo(mark: str, *arguments: str) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).parent / "flir-iqa"), "demo", *arguments]
    environment = {**os.environ, MARK: mark, "COLUMNS": "120"}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def figure(output: str, what: str) -> int:
    found = re.search(rf"{what}\W+(\d+)", output)
    assert found is not None, output
    return int(found[1])


def test_each_frame_goes_all_the_way_once_and_the_phases_of_the_film_show_in_the_scores(mark: str) -> None:
    with start_demo(mark, "--seconds", "27") as demo:
        output, _ = demo.communicate(timeout=200)
    assert demo.returncode == 0, output
    assert figure(output, "published") == figure(output, "scored") >= 50
    assert figure(output, "lost") == figure(output, "scored twice") == 0
    scores = {name: float(score) for name, score in re.findall(r"(\S+) +│ +\d+ │ +(\d\.\d+) │", output)}
    assert set(scores) >= {"clean", "blurred", "noisy", "over-exposed", "recovered"}, output
    for fault in ("blurred", "noisy", "over-exposed"):
        assert scores[fault] < 0.5 < min(scores["clean"], scores["recovered"]), output


def test_ctrl_c_ends_it_with_a_summary(mark: str) -> None:
    with start_demo(mark) as demo:
        assert demo.stdout is not None
        seen = ""
        while "Live page" not in seen:
            line = demo.stdout.readline()
            assert line, seen
            seen += line
        os.killpg(demo.pid, signal.SIGINT)  # as the terminal does it: to each process of the foreground group
        rest, _ = demo.communicate(timeout=120)
    assert demo.returncode == 0, seen + rest
    assert "Summary" in rest
