"""Without its broker, a producer holds as much as it may, and no more: a real Kafka, stopped."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import simplejpeg

from plumbing.child import Report
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker import Broker
from tests.producers.processes import Producing, balance, cameras_of

pytestmark = pytest.mark.integration

MB = 1_000_000
QUEUE_MB = 20
WINDOW_FRAMES = 16
CAMERAS = ("gate", "kiln")


@pytest.fixture(scope="module")
def large_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Noise, which JPEG hardly makes smaller: some 500 kB a picture."""
    folder = tmp_path_factory.mktemp("large")
    chance = np.random.default_rng(1)
    for number in range(4):
        picture = chance.integers(0, 256, (640, 800, 1), np.uint8)
        (folder / f"{number}.jpg").write_bytes(simplejpeg.encode_jpeg(picture, 95, "GRAY", "Gray"))
    return folder


def resident_mb(pid: int) -> float:
    """Return how much memory a process has in use."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / MB


def dropped(report: Report, reason: str) -> int:
    """Return how many frames of all cameras went for one reason."""
    return sum(int(camera["dropped"].get(reason, 0)) for camera in cameras_of(report).values())


def test_memory_is_bounded_while_the_broker_is_away_and_each_frame_is_accounted_for(
    own_broker: Broker, topics: TopicSettings, large_pictures: Path
) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    cameras: dict[str, dict[str, Any]] = {name: {"url": str(large_pictures), "fps": 25} for name in CAMERAS}
    picture_mb = max(path.stat().st_size for path in large_pictures.iterdir()) / MB
    produce = {"queue_mb": QUEUE_MB, "window_frames": WINDOW_FRAMES}
    with Producing(kafka, topics, cameras, produce) as producing:
        producing.wait_for(
            lambda r: len(cameras_of(r)) == 2 and all(c["published"] > 25 for c in cameras_of(r).values()),
            "both publish",
        )
        before_mb = resident_mb(producing.process.pid)
        own_broker.kill()
        producing.wait_for(lambda r: dropped(r, "queue_full") > 50, "the queues are full")
        full_mb = resident_mb(producing.process.pid)
        producing.wait_for(lambda r: dropped(r, "queue_full") > 600, "hundreds of megabytes have come since")
        later_mb = resident_mb(producing.process.pid)
        allowed_mb = QUEUE_MB + len(CAMERAS) * WINDOW_FRAMES * picture_mb
        assert full_mb - before_mb < 2 * allowed_mb + 30
        assert later_mb - full_mb < 20  # some 280 MB came meanwhile
        assert producing.terminate() == 0
        reports = [report for report in producing.reports if cameras_of(report)]
    assert all(balance(camera) == 0 for report in reports for camera in cameras_of(report).values())
    assert all(camera["in_flight"] == 0 for camera in cameras_of(reports[-1]).values())
