"""What the flow counts, and what Prometheus sees of it."""

from dataclasses import replace

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from dataflow.exposition import collect
from dataflow.health import Health
from dataflow.items import Noted, Smoothed
from dataflow.metrics import FlowMetrics
from dataflow.shed_counts import ShedNote
from flir_iqa.records import EventRecord
from plumbing.metrics.registry import make_registry
from tests.dataflow.flows import refused, run_flow, scored

EVENT = EventRecord(timestamp="2026-01-31T12:00:00.000Z", kind="frames_expired", detail="gone", partition=0)


def samples_of(metrics: FlowMetrics, health: Health | None = None) -> dict[tuple[str, ...], float]:
    registry = make_registry(lambda: collect(metrics, health or Health()), "flow")
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_each_frame_is_counted_once_by_its_fate() -> None:
    metrics = FlowMetrics()
    metrics.lags.begin({0: 0})
    for item in run_flow([scored(0, "gate", 0.5), refused(1), scored(2, "gate", 1.0)], 2):
        metrics.count(item)
    metrics.count(Noted(0, EVENT))
    samples = samples_of(metrics)
    assert samples["flir_iqa_frames_total", "gate", "scored"] == 2
    assert samples["flir_iqa_frames_total", "other", "rejected"] == 1
    assert samples["flir_iqa_frames_rejected_total", "no_key"] == 1
    assert samples["flir_iqa_events_total", "frames_expired"] == 1
    assert samples["flir_iqa_smoothed_quality", "gate"] == 0.75
    assert samples["flir_iqa_next_offset", "0"] == 3
    assert metrics.read().scored == 2


def test_frames_that_were_shed_count_when_an_outcome_tells_of_them() -> None:
    metrics = FlowMetrics()
    (result,) = run_flow([scored(9, "gate", 0.5)], 2)
    assert isinstance(result, Smoothed)
    metrics.count(Smoothed(0, result.record, 1, shed=ShedNote({"gate": (4, 4), "mast": (2, 7)}, 2)))
    samples = samples_of(metrics)
    assert samples["flir_iqa_frames_total", "gate", "shed"] == 4
    assert samples["flir_iqa_frames_total", "mast", "shed"] == 2


def test_any_number_of_cameras_is_a_thousand_series() -> None:
    metrics = FlowMetrics()
    (result,) = run_flow([scored(0, "gate", 0.5)], 2)
    assert isinstance(result, Smoothed)
    for n in range(5000):
        metrics.count(Smoothed(0, replace(result.record, camera_id=f"camera-{n}"), 1))
    samples = samples_of(metrics)
    assert sum(name[0] == "flir_iqa_frames_total" for name in samples) == 1001
    assert samples["flir_iqa_frames_total", "other", "scored"] == 4000


def test_a_flow_that_waits_says_that_kafka_is_away() -> None:
    metrics, health = FlowMetrics(), Health()
    metrics.count_start(n_restored=7)
    assert samples_of(metrics, health)["flir_iqa_broker_up",] == 1
    health.set("no broker answers at rtsp://u:hunter2@h")
    samples = samples_of(metrics, health)
    assert (samples["flir_iqa_broker_up",], samples["flir_iqa_degraded",]) == (0, 1)
    assert samples["flir_iqa_restored_windows",] == 7
    assert "hunter2" not in str(samples)
