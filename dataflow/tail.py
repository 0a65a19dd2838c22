"""What the last records of a partition say: which frame comes next, what the windows held, what was shed."""

from typing import Final

from dataflow.frame_id import offset_in
from dataflow.origin import Origin, Relation
from dataflow.shed_counts import ShedNote
from dataflow.tail_shed import TailShed
from dataflow.tail_windows import TailWindows
from dataflow.windows import WindowSettings
from flir_iqa.errors import RecordError
from flir_iqa.records import QualityRecord, RejectedRecord, read_event, read_result
from plumbing.frames import Headers

_MARKS: Final = frozenset({"flow_started", "frames_expired", "topic_recreated", "results_recreated"})
"""Events that say which frame comes next."""


class Tail:
    """Folds the records of one partition, newest first, into where the flow goes on. Knows nothing of Kafka.

    Take the results first, then the rejected records, then the events. Records of others (the ancestor's, of another
    frame topic, of another flow's results, no records at all) are left alone.

    Args:
        origin: The topics.
        partition: The partition.
        windows: How windows are kept.
        model: Name and version of the model.
    """

    def __init__(self, origin: Origin, partition: int, windows: WindowSettings, model: str) -> None:
        self._origin = origin
        self._partition = partition
        self._counted: set[int] = set()  # frames: where two processes wrote the same results, each frame counts once
        self.windows = TailWindows(windows, model)
        """What the cameras' windows held."""
        self.shed = TailShed()
        """What is to be told of shed frames."""
        self.next_offset: int | None = None
        """The frame after the last that is done; None where nothing is."""
        self.was_recreated = False
        """Whether there are records of a former frame topic of the same name."""
        self.lost_results = False
        """Whether there are records that stood beside a former result topic of the same name."""

    def take_result(self, value: bytes | None, headers: Headers) -> bool:
        """Take one message of the result topic; return whether older ones matter no more."""
        record = _result(value) if self._is_of_frames(headers) else None
        offset = None if record is None else offset_in(record.frame_id, self._origin.topic, self._partition)
        if record is not None and offset is not None and offset not in self._counted:
            self._counted.add(offset)
            self._advance(offset + 1)
            self.windows.take(record, headers)
            self.shed.take_result(record.camera_id, ShedNote.of(headers))
        return self.windows.complete and self.shed.complete

    def take_rejected(self, value: bytes | None, headers: Headers) -> bool:
        """Take one message of the rejected topic; return whether older ones matter no more."""
        if not self._is_ours(headers):
            return False
        try:
            offset = offset_in(RejectedRecord.from_json(value).frame_id, self._origin.topic, self._partition)
        except RecordError:
            return False
        if offset is not None and offset >= (self.next_offset or 0):
            self._advance(offset + 1)
            self.shed.take_rejected(ShedNote.of(headers))
        return offset is not None

    def take_event(self, value: bytes | None, headers: Headers) -> bool:
        """Take one message of the event topic; return whether older ones matter no more."""
        if not self._is_ours(headers):
            return False
        try:
            event = read_event(value)
        except RecordError:
            return False
        if event.kind not in _MARKS or event.partition != self._partition or event.from_offset is None:
            return False
        self._advance(event.from_offset if event.to_offset is None else event.to_offset)
        return True

    def _is_ours(self, headers: Headers) -> bool:
        """Whether a rejected record or an event is of these frames, and stands beside these results."""
        relation = self._origin.results_relation(headers)
        if relation is Relation.PRESENT:
            return self._is_of_frames(headers)
        if relation is Relation.FORMER:
            self.lost_results = self._is_of_frames(headers) or self.lost_results
        return False

    def _is_of_frames(self, headers: Headers) -> bool:
        relation = self._origin.relation(headers)
        self.was_recreated = self.was_recreated or relation is Relation.FORMER
        return relation is Relation.PRESENT

    def _advance(self, offset: int) -> None:
        self.next_offset = max(offset, self.next_offset or 0)


def _result(value: bytes | None) -> QualityRecord | None:
    try:
        record = read_result(value)
    except RecordError:
        return None
    return record if isinstance(record, QualityRecord) else None
