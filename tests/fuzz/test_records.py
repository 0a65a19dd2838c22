"""Whatever stands on the result, the rejected or the event topic, or comes from a child: a record, or one error."""

import math
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from control.recent_results import RecentResults
from dataflow.origin import Origin
from dataflow.tail import Tail
from dataflow.windows import WindowSettings
from flir_iqa.errors import RecordError
from flir_iqa.records import QualityRecord, RejectedRecord, read_event, read_result
from plumbing.child import Report
from plumbing.frames import Headers
from recording.playing.following import frame_id_in
from tests.fuzz.fuzzing import fuzz, hostile

ORIGIN = Origin("frames", "id-1")
READERS: list[Callable[[bytes], Any]] = [read_result, RejectedRecord.from_json, read_event]
NAMES = st.sampled_from(["cameras", "clock_ms", "shed_before", "shed_other", "shed", "replay_id", "topic_id"])
COUNTS = st.sampled_from([b"1", b"-1", b"", b"9" * 30, b"\xff", "\N{SUPERSCRIPT TWO}".encode()]) | st.binary(
    max_size=10
)
HEADERS = st.lists(st.tuples(NAMES, st.none() | COUNTS), max_size=6)


def test_records_are_read_or_refused() -> None:
    def read(value: bytes) -> None:
        for reader in READERS:
            try:
                record = reader(value)
            except RecordError as error:
                assert str(error)
            else:
                assert record is not None
        assert frame_id_in(value) is None or isinstance(frame_id_in(value), str)

    fuzz(read, hostile("records"))


def test_a_start_reads_any_tail() -> None:
    def start(messages: list[tuple[bytes, Headers]]) -> None:
        tail = Tail(ORIGIN, 0, WindowSettings(size=150), "lite 0.1.0")
        for value, others in messages:
            headers = [*ORIGIN.headers(), *others]
            tail.take_result(value, headers)
            tail.take_rejected(value, headers)
            tail.take_event(value, headers)
        assert tail.next_offset is None or tail.next_offset >= 0
        windows = tail.windows.windows().values()
        assert all(math.isfinite(number) for window in windows for number in window.values)
        assert all(missing > 0 for _, missing in tail.windows.shortfalls())

    fuzz(start, st.lists(st.tuples(hostile("records"), HEADERS), max_size=5))


def test_the_dashboard_shows_any_result() -> None:
    def show(values: list[bytes]) -> None:
        results = RecentResults(points_kept=10, cameras_kept=2)
        for value in values:
            try:
                record = read_result(value)
                if isinstance(record, QualityRecord):
                    results.add(record)
            except RecordError:
                continue
        for camera_id in results.camera_ids():
            assert all(0 <= point.smoothed <= 1 for point in results.points(camera_id, 10))
        assert results.latency() is None or math.isfinite(results.latency().p99_ms)  # type: ignore[union-attr]

    fuzz(show, st.lists(hostile("records"), max_size=5))


def test_a_childs_lines_are_reports_or_refused() -> None:
    def read(line: bytes) -> None:
        try:
            report = Report.from_line(line.decode(errors="replace"))
        except RecordError:
            return
        assert report.stage in ("started", "running", "degraded", "failed")
        assert report.error is None or isinstance(report.error, str)
        assert dict(report.counters) is not None

    fuzz(read, hostile("records"))
