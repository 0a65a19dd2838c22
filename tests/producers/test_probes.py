"""The producer's metrics and probes over HTTP, and its log for machines."""

import json
import re

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.camera import RtspCamera
from sandbox.ports import free_port
from sandbox.waiting import wait_until
from tests.producers.processes import Producing

pytestmark = pytest.mark.integration

PATIENCE_S = 60.0


def client_of(producing: Producing) -> httpx.Client:
    wait_until(lambda: "metrics_served" in producing.errors, PATIENCE_S, "it says where its metrics are")
    found = re.search(r'"address":"([^"]+)"', producing.errors)
    assert found
    return httpx.Client(base_url=found[1], timeout=PATIENCE_S)


def samples_of(client: httpx.Client) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_the_metrics_tell_of_good_and_of_lost_cameras(
    kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera
) -> None:
    lost = f"rtsp://viewer:hunter22@127.0.0.1:{free_port()}/x"
    cameras = {"gate": {"url": camera.url}, "mast": {"url": lost}}
    with Producing(kafka, topics, cameras, {"metrics": 0}) as producing, client_of(producing) as client:
        wait_until(
            lambda: samples_of(client).get(("flir_iqa_frames_total", "gate", "published"), 0) >= 10, PATIENCE_S, "10"
        )
        wait_until(lambda: samples_of(client)["flir_iqa_camera_state", "mast", "unreachable"] == 1, PATIENCE_S, "lost")
        samples = samples_of(client)
        assert samples["flir_iqa_camera_state", "gate", "streaming"] == samples["flir_iqa_broker_up",] == 1
        fates = sum(value for name, value in samples.items() if name[:2] == ("flir_iqa_frames_total", "gate"))
        assert samples["flir_iqa_frames_captured_total", "gate"] == fates + samples["flir_iqa_frames_in_flight", "gate"]
        assert client.get("/readyz").status_code == client.get("/livez").status_code == 200
        page = client.get("/metrics").text
        assert producing.terminate() == 0
    lines = [json.loads(line) for line in producing.errors.splitlines()]
    events = {(line["event"], line.get("camera_id")) for line in lines}
    assert {("camera_live", "gate"), ("camera_lost", "mast"), ("camera_ended", "gate")} <= events
    assert "hunter22" not in producing.errors + page


def test_without_a_broker_it_is_alive_but_not_ready(topics: TopicSettings, camera: RtspCamera) -> None:
    kafka = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with (
        Producing(kafka, topics, {"gate": {"url": camera.url}}, {"metrics": 0}) as producing,
        client_of(producing) as client,
    ):
        producing.wait_for(lambda report: report.stage == "degraded", "it says that it waits")
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert producing.reports[-1].counters["metrics"] == client.base_url.netloc.decode()
        assert "no Kafka broker answers" in answer.json()["reason"]
        assert client.get("/livez").status_code == 200
        assert samples_of(client)["flir_iqa_broker_up",] == 0
