"""The catalogue of metrics, and how figures get into it."""

import re

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from plumbing.metrics.catalogue import AGE, BROKER_UP, FRAMES, REJECTED, all_metrics
from plumbing.metrics.distribution import Distribution
from plumbing.metrics.metric import Metric
from plumbing.metrics.names import CameraNames
from plumbing.metrics.registry import make_registry, scrape

_UNITS = ("seconds", "bytes", "frames", "info", "quality", "windows", "offset", "up", "degraded", "state")


@pytest.mark.parametrize("metric", all_metrics(), ids=lambda metric: metric.name)
def test_names_keep_the_conventions_of_prometheus(metric: Metric) -> None:
    assert re.fullmatch(r"flir_iqa_[a-z]+(_[a-z]+)*", metric.name)
    assert metric.help.endswith(".")
    assert (metric.kind == "counter") == metric.name.endswith("_total")
    if metric.kind == "histogram":
        assert metric.name.endswith("_seconds")
    assert metric.name.removesuffix("_total").rpartition("_")[2] in _UNITS or metric.kind != "gauge" or metric.labels
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", label) for label in metric.labels)
    assert not {"url", "uri", "address", "host", "error", "le"} & set(metric.labels)


def test_no_two_metrics_share_a_name() -> None:
    names = [metric.name for metric in all_metrics()]
    assert len(set(names)) == len(names) > 20


def test_figures_come_out_as_a_prometheus_server_reads_them() -> None:
    ages = Distribution((0.1, 1))
    for age in (0.05, 0.1, 0.5, 7, -3):
        ages.take(age)
    registry = make_registry(
        lambda: [FRAMES.each([(("gate", "scored"), 3)]), REJECTED.by({"no_key": 2}), BROKER_UP.of(1), AGE.spread(ages)],
        "flow",
    )
    text = generate_latest(registry).decode()
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["flir_iqa_frames_total", "gate", "scored"] == 3
    assert samples["flir_iqa_frames_rejected_total", "no_key"] == 2
    assert samples["flir_iqa_broker_up",] == 1
    assert samples["flir_iqa_frame_age_seconds_bucket", "0.1"] == 3
    assert samples["flir_iqa_frame_age_seconds_bucket", "+Inf"] == samples["flir_iqa_frame_age_seconds_count",] == 5
    assert samples["flir_iqa_frame_age_seconds_sum",] == pytest.approx(7.65)
    assert samples["process_resident_memory_bytes",] > 1e6
    assert any(name == "flir_iqa_build_info" and "flow" in labels for name, *labels in samples)


def test_both_formats_of_prometheus_are_spoken() -> None:
    registry = make_registry(lambda: [BROKER_UP.of(1)], "flow")
    plain, plain_type = scrape(registry, "*/*")
    modern, modern_type = scrape(registry, "application/openmetrics-text;version=1.0.0")
    assert plain_type.startswith("text/plain")
    assert modern_type.startswith("application/openmetrics-text")
    assert modern.endswith(b"# EOF\n")
    assert not plain.endswith(b"# EOF\n")


def test_cameras_beyond_the_limit_are_one() -> None:
    names = CameraNames(most=2)
    assert [names.name_of(camera) for camera in ("a", "b", "c", "a", None)] == ["a", "b", "other", "a", "other"]
