"""What the producer shows over HTTP of its cameras."""

from datetime import UTC, datetime

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from plumbing.metrics.registry import make_registry
from producers.ledger import Counts, DropReason
from producers.monitor import CameraReport
from producers.observed import Observed
from producers.state import CameraStatus

SINCE = datetime(2026, 1, 31, tzinfo=UTC)
GATE = CameraReport(
    "gate",
    CameraStatus(stage="live", condition="streaming", since=SINCE, reconnects=2),
    Counts(captured=10, published=6, dropped={DropReason.SAMPLED: 3}, in_flight=1),
    fps=5.0,
)


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def samples_of(observed: Observed) -> dict[tuple[str, ...], float]:
    text = generate_latest(make_registry(observed.collect, "producer")).decode()
    families = text_string_to_metric_families(text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_the_fates_of_a_cameras_frames_add_up() -> None:
    observed = Observed()
    observed.take([GATE], None)
    samples = samples_of(observed)
    fates = {name[2]: value for name, value in samples.items() if name[:2] == ("flir_iqa_frames_total", "gate")}
    assert fates == {"published": 6, "sampled": 3}
    in_flight = samples["flir_iqa_frames_in_flight", "gate"]
    assert samples["flir_iqa_frames_captured_total", "gate"] == sum(fates.values()) + in_flight


def test_a_camera_is_in_one_state() -> None:
    observed = Observed()
    observed.take([GATE], None)
    samples = samples_of(observed)
    states = {name[2]: value for name, value in samples.items() if name[0] == "flir_iqa_camera_state"}
    assert states["streaming"] == sum(states.values()) == 1
    assert samples["flir_iqa_camera_reconnects_total", "gate"] == 2
    assert samples["flir_iqa_camera_state_since_timestamp_seconds", "gate"] == SINCE.timestamp()


def test_it_is_ready_once_kafka_takes_frames_and_alive_while_it_looks() -> None:
    clock = Clock()
    observed = Observed(clock)
    observed.take([], "no broker answers")
    assert (observed.verdict().alive, observed.verdict().ready) == (True, False)
    assert observed.verdict().reason == "no broker answers"
    observed.take([GATE], None)
    assert observed.verdict().ready
    clock.now_s = 31
    verdict = observed.verdict()
    assert (verdict.alive, verdict.ready) == (False, False)
    assert verdict.reason == "the producer has been standing still for 31 s"
