"""`flir-iqa broker`, as a user runs it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from plumbing.kafka.clients import wait_for_brokers
from plumbing.kafka.settings import KafkaSettings
from sandbox.cli import broker
from sandbox.ports import free_port

COMMAND = [sys.executable, "-m", "sandbox"]


@pytest.mark.integration
def test_it_prints_its_address_answers_and_ends_at_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    arguments = [*COMMAND, "--port", str(port), "--data-dir", str(tmp_path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address == f"127.0.0.1:{port}"
        assert len(wait_for_brokers(KafkaSettings(bootstrap=address), 20).brokers) == 1
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert f"records in {tmp_path}" in told
    assert "Traceback" not in told
    assert (tmp_path / "records" / ".kafka_cleanshutdown").exists()


@pytest.mark.integration
def test_a_taken_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as other:
        port = other.getsockname()[1]
        done = subprocess.run([*COMMAND, "--port", str(port)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"something listens on 127.0.0.1:{port} already" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_has_examples() -> None:
    text = CliRunner().invoke(broker, ["--help"]).output
    assert "flir-iqa broker --port 9092 --data-dir ~/kafka" in text
