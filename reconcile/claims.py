"""Messages of the three outgoing topics become claims; a message of another frame topic is left alone."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from dataflow.frame_id import offset_in
from dataflow.origin import Origin, Relation
from dataflow.shed_counts import SHED_HEADER, ShedNote
from flir_iqa.errors import RecordError
from flir_iqa.records import load_object, read_event
from plumbing.frames import CAMERA_ID, Headers
from reconcile.fate import Beginning, Claim, Fate

Kind = Literal["results", "rejected", "events"]

_BEGINNINGS: Final = frozenset({"flow_started", "topic_recreated", "results_recreated"})


class ClaimReader:
    """Reads the records about one partition of a frame topic.

    Only the fields that matter are looked at: this is called for each frame of a day.

    Args:
        origin: The frame topic and the result topic in their present incarnations.
        partition: The partition; records about another one do not belong on it.
    """

    def __init__(self, origin: Origin, partition: int) -> None:
        self._origin = origin
        self._partition = partition

    def read(self, kind: Kind, value: bytes | None, headers: Headers) -> Claim | Beginning | None:
        """Read one message.

        Returns:
            What it claims; `None` where it is about another topic, a former one of this name, stands beside the results
            of another flow, or is about no frame.

        Raises:
            RecordError: It says that it is about this topic, and is no record about a frame of this partition.
        """
        if self._origin.relation(headers) is not Relation.PRESENT:
            return None
        if kind == "results":
            return self._frame(Fate.SCORED, value, headers)
        if self._origin.results_relation(headers) is not Relation.PRESENT:
            return None
        return self._event(value) if kind == "events" else self._frame(Fate.REJECTED, value, headers)

    def _frame(self, fate: Fate, value: bytes | None, headers: Headers) -> Claim:
        record = load_object(value)
        frame_id = record.get("frame_id")
        offset = offset_in(frame_id, self._origin.topic, self._partition) if isinstance(frame_id, str) else None
        if offset is None:
            shown = str(frame_id)[:80]
            message = f"expected the frame_id of a frame of {self._origin.topic}-{self._partition}, got {shown!r}"
            raise RecordError(message)
        return Claim(fate, offset, offset + 1, _camera_of(record), _shed_by(headers))

    def _event(self, value: bytes | None) -> Claim | Beginning | None:
        event = read_event(value)
        if event.partition != self._partition or event.from_offset is None:
            return None
        if event.kind in _BEGINNINGS:
            return Beginning(event.from_offset)
        if event.kind == "frames_expired" and event.to_offset is not None:
            return Claim(Fate.EXPIRED, event.from_offset, event.to_offset)
        return None


def _shed_by(headers: Headers) -> Mapping[str, int]:
    if not any(name == SHED_HEADER for name, _ in headers):
        return {}  # as good as always
    return {camera: recent for camera, (recent, _) in ShedNote.of(headers).cameras.items()}


def _camera_of(record: dict[str, Any]) -> str | None:
    camera_id = record.get("camera_id")
    return camera_id if isinstance(camera_id, str) and CAMERA_ID.fullmatch(camera_id) else None
