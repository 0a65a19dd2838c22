"""Frames of a live topic, beside the flow that scores them."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from plumbing.kafka.clients import make_admin
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import CHECKOUT, Topics
from tests.flir_iqa.model_files import make_model

pytestmark = pytest.mark.integration

SHADOW = (sys.executable, "-c", "from flir_iqa.cli import main; main()", "shadow")


def test_a_live_topic_is_shadowed_without_a_trace(
    io: Topics, make_flow: MakeFlow, kafka: KafkaSettings, topics: TopicSettings, tmp_path: Path
) -> None:
    flow = make_flow().start_reading()
    model = make_model(tmp_path / "tiny.onnx")
    options = ["--topic", topics.frames, "--model", str(model), "--bootstrap", kafka.bootstrap, "--duration", "5s"]
    with subprocess.Popen([*SHADOW, *options, "--json"], cwd=CHECKOUT, stdout=subprocess.PIPE) as shadow:
        count = 0
        while shadow.poll() is None:
            io.put_frame("gate", count, 1)
            io.flush()
            count += 1
            with suppress(subprocess.TimeoutExpired):
                shadow.wait(0.2)  # five frames a second, as a camera sends them
        assert shadow.stdout is not None
        report = json.loads(shadow.stdout.read())
    io.wait_for(results=count)
    assert flow.terminate() == 0

    n_frames = report["overall"]["n_frames"]
    assert 0 < n_frames <= count
    assert report["models"][1]["label"] == "tiny 7"
    assert [topic for topic in make_admin(kafka)[0].list_topics(timeout=10).topics if "shadow" in topic] == []
    assert len(io.results(1)) == count


def test_a_topic_that_is_not_there_is_one_clear_line(kafka: KafkaSettings, tmp_path: Path) -> None:
    options = ["--topic", "no-such-topic", "--model", str(make_model(tmp_path / "m.onnx")), "--duration", "5s"]
    command = [*SHADOW, *options, "--bootstrap", kafka.bootstrap]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith("Error: there is no topic 'no-such-topic'")
    assert "Traceback" not in ran.stderr
