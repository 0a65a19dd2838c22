"""The flow's own wiring, state and tail, run in this process on a list instead of Kafka."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bytewax.testing import TestingSink, TestingSource, run_main

from dataflow.flow import build_flow
from dataflow.items import NOTHING_SHED, FromScoring, FromSource, Refused, Scored, Seed, Smoothed, ToSink
from dataflow.origin import Origin
from dataflow.shed_counts import ShedNote
from dataflow.smoothing import smoothing_builder
from dataflow.tail import Tail
from dataflow.tail_windows import CAMERAS_HEADER, CLOCK_HEADER
from dataflow.windows import WindowSettings
from flir_iqa.records import RejectedRecord

ORIGIN = Origin("frames", "id-1")
MODEL = "lite 0.1.0"
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def scored(
    offset: int,
    camera: str,
    quality: float,
    partition: int = 0,
    replay_id: str | None = None,
    came_ms: int | None = None,
) -> Scored:
    return Scored(
        partition=partition,
        offset=offset,
        camera_id=camera,
        captured_at=NOW,
        scored_at=NOW,
        seq=offset,
        stream_id="s",
        quality=quality,
        distortion="none",
        distortion_probability=quality,
        severity=None,
        replay_id=replay_id,
        came_ms=came_ms,
    )


def refused(offset: int, partition: int = 0, shed: ShedNote = NOTHING_SHED) -> Refused:
    record = RejectedRecord(
        timestamp="2026-01-31T12:00:00.000Z",
        camera_id=None,
        frame_id=f"frames-{partition}-{offset}",
        reason="no_key",
        detail="",
        size_bytes=0,
        first_bytes="",
        key=None,
        headers=[],
    )
    return Refused(partition, None, record, shed)


def run_flow(
    items: list[Any],
    windows: WindowSettings | int,
    batch_size: int = 16,
    model: str = MODEL,
    score: Callable[[Any], FromScoring | None] = lambda item: item,
) -> list[ToSink]:
    """Run items through the wiring; by default they are scored already."""
    out: list[tuple[str, ToSink]] = []
    source: TestingSource[FromSource] = TestingSource(items, batch_size)
    smoothing = smoothing_builder(ORIGIN.topic, _settings(windows), model)
    run_main(build_flow(source, score, smoothing, TestingSink(out)))  # type: ignore[no-untyped-call]
    return [item for _, item in out]


@dataclass
class Written:
    """What a partition's result and rejected topics hold."""

    results: list[Smoothed] = field(default_factory=list)
    rejected: list[Refused] = field(default_factory=list)

    def write(self, items: list[ToSink]) -> None:
        for item in items:
            if isinstance(item, Smoothed):
                self.results.append(item)
            elif isinstance(item, Refused):
                self.rejected.append(item)

    def tail(self, windows: WindowSettings | int, model: str = MODEL, limit: int = 1_000_000) -> Tail:
        """Read it as a start would."""
        tail = Tail(ORIGIN, 0, _settings(windows), model)
        for item in self.results[::-1][:limit]:
            if tail.take_result(item.record.to_json(), headers_of(item)):
                break
        for refusal in self.rejected[::-1]:
            if tail.take_rejected(refusal.record.to_json(), [*ORIGIN.headers(), *refusal.shed.headers()]):
                break
        return tail


def seeds_of(tail: Tail) -> list[Seed]:
    return [Seed(0, camera, window) for camera, window in tail.windows.windows().items()]


def headers_of(item: Smoothed) -> list[tuple[str, bytes]]:
    """Return the headers that a result travels with."""
    cameras, clock = str(item.n_cameras).encode(), str(item.clock_ms).encode()
    return [*ORIGIN.headers(), (CAMERAS_HEADER, cameras), (CLOCK_HEADER, clock), *item.shed.headers()]


def _settings(windows: WindowSettings | int) -> WindowSettings:
    return WindowSettings(size=windows) if isinstance(windows, int) else windows
