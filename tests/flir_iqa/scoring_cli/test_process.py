"""`flir-iqa score` as a real process: its streams, its exit codes, a terminal, a closed pipe, Ctrl-C."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flir_iqa.conftest import SAMPLES

pytestmark = pytest.mark.integration

SCORE = [sys.executable, "-c", "from flir_iqa.cli import main; main()", "score", "--threads", "1"]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SCORE, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)


def test_results_go_to_standard_output_and_nothing_else_does() -> None:
    done = run(SAMPLES, "--json")
    assert done.returncode == 0
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 12
    assert done.stderr == ""


def test_problems_go_to_standard_error_without_a_decoders_noise(tmp_path: Path) -> None:
    for name in ("broken.mp4", "broken.png", "broken.tiff", "broken.jpg"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    done = run(tmp_path, SAMPLES / "park.jpg")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == sorted(map(str, tmp_path.iterdir()))


def test_a_model_that_is_none_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    done = run(SAMPLES / "park.jpg", "--model", tmp_path / "nowhere.onnx")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "nowhere.onnx" in done.stderr


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen([*SCORE, *[str(SAMPLES)] * 30], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(timeout=60)


def test_an_interrupt_ends_it_and_leaves_what_was_written_whole(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    command = [*SCORE, "--annotate", str(sheet), *[str(SAMPLES)] * 200]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, problems = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in problems
    assert sheet.read_bytes().endswith(b"IEND\xaeB`\x82")


def test_a_terminal_shows_a_header_bars_and_a_summary() -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120"}
    with subprocess.Popen([*SCORE, str(SAMPLES)], stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = read_all(ours)
        process.wait(timeout=60)
    assert process.returncode == 0
    assert "distortion" in shown
    assert "━" in shown
    assert "12 frames, mean quality" in shown


def read_all(terminal: int) -> str:
    """Read until the other end is closed, which Linux tells by an error."""
    parts: list[bytes] = []
    try:
        while part := os.read(terminal, 4096):
            parts.append(part)
    except OSError:
        pass
    os.close(terminal)
    return b"".join(parts).decode()
