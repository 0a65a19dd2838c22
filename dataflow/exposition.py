"""The flow's figures as metrics."""

from collections.abc import Iterator

from prometheus_client.metrics_core import Metric as Family

from dataflow.health import Health
from dataflow.metrics import FlowMetrics
from plumbing.metrics import catalogue as names


def collect(metrics: FlowMetrics, health: Health) -> Iterator[Family]:
    """Read all figures of the flow.

    Args:
        metrics: What is counted.
        health: Whether it waits for Kafka.
    """
    counts, waits = metrics.counts(), health.reason is not None
    yield names.BROKER_UP.of(not waits and counts.starts > 0)
    yield names.DEGRADED.of(waits)
    yield names.FRAMES.each(counts.frames.items())
    yield names.REJECTED.by(counts.rejected)
    yield names.EVENTS.by(counts.events)
    yield names.AGE.spread(metrics.ages)
    yield names.SCORING.spread(metrics.scoring)
    yield names.QUALITY.by({camera: latest.quality for camera, latest in counts.cameras.items()})
    yield names.RESULT_AT.by({camera: latest.captured_at_s for camera, latest in counts.cameras.items()})
    yield names.LAG_FRAMES.by({str(partition): lag.frames for partition, lag in counts.lags.items()})
    yield names.LAG_SECONDS.by({str(partition): lag.seconds for partition, lag in counts.lags.items()})
    yield names.NEXT_OFFSET.by({str(partition): lag.next_offset for partition, lag in counts.lags.items()})
    yield names.RESUMES.of(counts.starts)
    yield names.RESTORED.of(counts.restored)
