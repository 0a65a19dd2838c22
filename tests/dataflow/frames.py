"""Frames at hand: what a recording of the samples would give."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from dataflow.items import Fetched, Refused, Smoothed, ToSink
from flir_iqa.records import QualityRecord, RejectedRecord
from plumbing.frames import FrameHeaders
from tests.dataflow.running import CHECKOUT

BEGIN = datetime(2026, 1, 31, 12, tzinfo=UTC)
SMALL = [(CHECKOUT / "samples" / f"{name}.jpg").read_bytes() for name in ("helicopter", "aeroplane", "harbour")]


def make_frame(count: int, camera: str, partition: int, offset: int, picture: bytes | None = None) -> Fetched:
    """Make the frame that came `count` x 100 ms after the first, 20 ms after it was captured."""
    came = BEGIN + timedelta(milliseconds=100 * count)
    headers = FrameHeaders(captured_at=came - timedelta(milliseconds=20), seq=offset, stream_id="s").encode()
    return Fetched(
        partition=partition,
        offset=offset,
        key=camera.encode(),
        value=SMALL[count % len(SMALL)] if picture is None else picture,
        headers=headers,
        timestamp=came,
    )


def make_frames(n_frames: int) -> Iterator[Fetched]:
    """Yield frames of two cameras, each on a partition of its own, in turn."""
    for count in range(n_frames):
        which = count % 2
        yield make_frame(count, ("gate", "kiln")[which], 2 - which, count // 2)


class KeptRecords:
    """A writer that keeps all."""

    def __init__(self) -> None:
        self.items: list[ToSink] = []

    def write(self, item: ToSink) -> None:
        self.items.append(item)

    @property
    def results(self) -> list[QualityRecord]:
        return [item.record for item in self.items if isinstance(item, Smoothed)]

    @property
    def rejected(self) -> list[RejectedRecord]:
        return [item.record for item in self.items if isinstance(item, Refused)]
