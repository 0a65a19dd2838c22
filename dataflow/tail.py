"""What the last records of a partition say: which frame comes next, and what the cameras' windows held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dataflow.frame_id import offset_in
from dataflow.origin import Origin, Relation
from flir_iqa.errors import RecordError
from flir_iqa.records import QualityRecord, RejectedRecord, read_event, read_result
from plumbing.frames import Headers

CAMERAS_HEADER: Final = "cameras"
"""On each result: how many cameras' windows the state of its partition held; so far the tail is read, no further."""


@dataclass(slots=True)
class _Window:
    """What is known of one camera's window. Its last result says how many values it held; the results tell which."""

    count: int
    replay_id: str | None
    values: list[float] = field(default_factory=list)  # newest first

    @property
    def complete(self) -> bool:
        return len(self.values) >= self.count


class Tail:
    """Folds the records of one partition, newest first, into where the flow goes on. Knows nothing of Kafka.

    Records of others (the ancestor's, of another frame topic, no records at all) are left alone.

    Args:
        origin: The frame topic.
        partition: Its partition.
        window: The configured smoothing window.
        model: Name and version of the model; a window starts anew when either differs from its camera's last result.
    """

    def __init__(self, origin: Origin, partition: int, window: int, model: str) -> None:
        self._origin = origin
        self._partition = partition
        self._settings = (window, model)
        self._windows: dict[str, _Window] = {}
        self._open = 0  # windows that are not complete
        self._n_cameras: int | None = None  # that the newest result knew of
        self.next_offset: int | None = None
        """The frame after the last that is done; None where nothing is."""
        self.was_recreated = False
        """Whether there are records of a former topic of the same name."""

    def take_result(self, value: bytes | None, headers: Headers) -> bool:
        """Take one message of the result topic; return whether older ones matter no more."""
        if self._is_ours(headers):
            record = _result(value)
            offset = None if record is None else offset_in(record.frame_id, self._origin.topic, self._partition)
            if record is not None and offset is not None:
                self._advance(offset + 1)
                self._count_cameras(headers)
                self._remember(record)
        return self._n_cameras is not None and len(self._windows) >= self._n_cameras and self._open == 0

    def take_rejected(self, value: bytes | None, headers: Headers) -> bool:
        """Take one message of the rejected topic; return whether older ones matter no more."""
        if not self._is_ours(headers):
            return False
        try:
            offset = offset_in(RejectedRecord.from_json(value).frame_id, self._origin.topic, self._partition)
        except RecordError:
            return False
        if offset is not None:
            self._advance(offset + 1)
        return offset is not None

    def take_event(self, value: bytes | None, headers: Headers) -> bool:
        """Take one message of the event topic; return whether it marks the first start of this partition."""
        if not self._is_ours(headers):
            return False
        try:
            event = read_event(value)
        except RecordError:
            return False
        marked = event.kind == "flow_started" and event.partition == self._partition and event.from_offset is not None
        if marked:
            self._advance(event.from_offset or 0)
        return marked

    @property
    def windows(self) -> Mapping[str, Sequence[float]]:
        """What each camera's window holds, oldest first."""
        return {camera: found.values[::-1] for camera, found in self._windows.items() if found.values}

    @property
    def replays(self) -> Mapping[str, str | None]:
        """Which replay each camera's last result is of; None for a live frame."""
        return {camera: found.replay_id for camera, found in self._windows.items()}

    def shortfalls(self) -> Iterator[tuple[str, int]]:
        """Each camera whose window held more than was found, and how many values are missing."""
        for camera, found in self._windows.items():
            if not found.complete:
                yield camera, found.count - len(found.values)

    def _is_ours(self, headers: Headers) -> bool:
        relation = self._origin.relation(headers)
        self.was_recreated = self.was_recreated or relation is Relation.FORMER
        return relation is Relation.PRESENT

    def _advance(self, offset: int) -> None:
        self.next_offset = max(offset, self.next_offset or 0)

    def _count_cameras(self, headers: Headers) -> None:
        if self._n_cameras is None:
            text = dict(headers).get(CAMERAS_HEADER) or b""
            self._n_cameras = int(text) if text.isdigit() and len(text) < 10 else None

    def _remember(self, record: QualityRecord) -> None:
        found = self._windows.get(record.camera_id)
        if found is None:
            same = (record.smoothing_window, record.model) == self._settings
            found = self._windows[record.camera_id] = _Window(record.window_count if same else 0, record.replay_id)
            self._open += not found.complete
        if not found.complete:
            found.values.append(record.raw_image_quality)
            self._open -= found.complete


def _result(value: bytes | None) -> QualityRecord | None:
    try:
        record = read_result(value)
    except RecordError:
        return None
    return record if isinstance(record, QualityRecord) else None
