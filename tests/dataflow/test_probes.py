"""The flow's metrics and probes over HTTP, while it works, hangs and waits."""

import re
from pathlib import Path
from signal import SIGCONT, SIGSTOP

import cv2
import httpx
import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker import Broker
from sandbox.waiting import wait_until
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.hanging_model import make_hanging_model
from tests.dataflow.running import PATIENCE_S, FlowProcess, Topics

pytestmark = pytest.mark.integration

SERVED = ("--metrics", "0", "--start", "earliest")
STALL_S = 4


def client_of(flow: FlowProcess) -> httpx.Client:
    found = re.search(r"metrics and probes at (\S+)", flow.log)
    assert found, flow.log
    return httpx.Client(base_url=found[1], timeout=PATIENCE_S)


def samples_of(client: httpx.Client) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_the_metrics_tell_what_became_of_the_frames(make_flow: MakeFlow, io: Topics) -> None:
    flow = make_flow(*SERVED).start_reading()
    for seq in range(5):
        io.put_frame("gate", seq, 0)
    io.put(b"gate", b"no jpeg", partition=1)
    io.flush()
    io.wait_for(results=5, rejected=1)
    with client_of(flow) as client:
        wait_until(lambda: samples_of(client).get(("flir_iqa_frames_total", "gate", "scored")) == 5, PATIENCE_S, "5")
        samples = samples_of(client)
        assert samples["flir_iqa_frames_total", "gate", "rejected"] == 1
        assert samples["flir_iqa_frames_rejected_total", "not_jpeg"] == 1
        assert samples["flir_iqa_frame_age_seconds_count",] == 5
        assert samples["flir_iqa_scoring_seconds_count",] == 6
        assert 0 < samples["flir_iqa_smoothed_quality", "gate"] <= 1
        assert (samples["flir_iqa_next_offset", "0"], samples["flir_iqa_next_offset", "1"]) == (5, 1)
        assert (samples["flir_iqa_lag_frames", "0"], samples["flir_iqa_lag_seconds", "0"]) == (0, 0)
        assert samples["flir_iqa_resumes_total",] == samples["flir_iqa_broker_up",] == 1
        assert client.get("/readyz").json() == {"status": "ready", "reason": None}
        assert client.get("/livez").status_code == 200

        flow.send(SIGSTOP)
        with pytest.raises(httpx.TimeoutException):
            client.get("/livez", timeout=2)
        flow.send(SIGCONT)
        assert client.get("/livez").status_code == 200


def test_a_flow_whose_scorer_hangs_is_not_alive(make_flow: MakeFlow, io: Topics, tmp_path: Path) -> None:
    model = make_hanging_model(tmp_path / "hanging.onnx")
    flow = make_flow(*SERVED, "--model", str(model), "--stall-limit-s", str(STALL_S)).start_reading()
    with client_of(flow) as client:
        io.put_frame("gate", 0, 0)
        io.flush()
        io.wait_for(results=1)
        assert client.get("/livez").status_code == 200
        white = cv2.imencode(".jpg", np.full((64, 64), 255, np.uint8))[1].tobytes()
        io.put_frame("gate", 1, 0, white)
        io.put_frame("gate", 2, 0)
        io.flush()
        wait_until(lambda: client.get("/livez").status_code == 503, PATIENCE_S, "it is not alive")
        assert "standing still" in client.get("/livez").json()["reason"]
        assert client.get("/readyz").status_code == 503
        assert "not alive: the flow has been standing still" in flow.log
        assert samples_of(client)["flir_iqa_frames_total", "gate", "scored"] == 1


def test_a_flow_that_waits_for_kafka_is_alive_and_says_why(
    own_broker: Broker, topics: TopicSettings, tmp_path: Path
) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    io = Topics(kafka, topics)
    options = (*SERVED, "--stall-limit-s", str(STALL_S))
    with FlowProcess(kafka, topics, tmp_path / "flow.log", *options) as flow:
        flow.start_reading()
        with client_of(flow) as client:
            wait_until(lambda: client.get("/readyz").status_code == 200, PATIENCE_S, "it is ready")
            own_broker.kill()
            wait_until(lambda: client.get("/readyz").status_code == 503, PATIENCE_S, "it is not ready")
            wait_until(lambda: client.get("/readyz").json()["reason"], PATIENCE_S, "it says why")
            assert samples_of(client)["flir_iqa_broker_up",] == 0
            since = samples_of(client)["process_cpu_seconds_total",]
            wait_until(lambda: samples_of(client)["process_cpu_seconds_total",] > since, PATIENCE_S, "time passes")
            assert client.get("/livez").status_code == 200
            own_broker.restart()
            io.put_frame("gate", 0, 0)
            io.flush()
            io.wait_for(results=1)
            wait_until(lambda: client.get("/readyz").status_code == 200, PATIENCE_S, "it is ready again")
            assert client.get("/livez").status_code == 200
