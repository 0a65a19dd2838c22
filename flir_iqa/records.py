"""The records on the result topics: what a result, a rejected frame and an event say, and how they are read back.

These are promises: fields may be added, none renamed or removed. The JSON Schemas under `docs/wire` come from here.
"""

import json
import sys
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Final, Literal, Self, TypeVar, cast, get_args, get_origin, get_type_hints

from flir_iqa.errors import RecordError, RejectReason

SCHEMA_VERSION: Final = 1

LEFT_OUT: Final = MappingProxyType({"left_out": True})
"""Marks a field that is not written while it is `None`."""

RecordT = TypeVar("RecordT")

_UNIX_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def format_timestamp(moment: datetime) -> str:
    """Write an aware datetime as the topics do: UTC, ISO 8601, milliseconds, `Z`.

    Raises:
        ValueError: `moment` is naive.
    """
    if moment.tzinfo is None:
        message = f"expected an aware datetime, got {moment!r}"
        raise ValueError(message)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def unix_ms(moment: datetime) -> int:
    """Return an aware datetime in milliseconds since 1970, rounded down."""
    return (moment - _UNIX_EPOCH) // timedelta(milliseconds=1)


def parse_timestamp(text: str) -> datetime:
    """Read a timestamp of the topics back as an aware UTC datetime.

    Raises:
        RecordError: `text` is not ISO 8601 with a time zone.
    """
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError) as error:
        message = f"expected an ISO 8601 time such as 2026-01-31T12:00:00.000Z, got {text!r}"
        raise RecordError(message) from error
    if moment.tzinfo is None:
        message = f"expected a time with its zone such as 2026-01-31T12:00:00.000Z, got {text!r}"
        raise RecordError(message)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        message = f"expected a time between the years 1 and 9999 in UTC, got {text!r}"
        raise RecordError(message) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class AncestorRecord:
    """The four fields that FLIQE wrote; a result topic that a plant already has may begin with them."""

    timestamp: str
    """When the frame was captured (FLIQE: when it had been scored); UTC, ISO 8601, milliseconds, `Z`."""
    smoothing_window: int
    """The configured window, in frames."""
    raw_image_quality: float
    """Quality of this frame, 0..1, 1 best."""
    smoothed_image_quality: float
    """Mean of the last `smoothing_window` raw values of this camera."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRecord(AncestorRecord):
    """One scored frame, as `image-quality-data` carries it (JSON, key = `camera_id`)."""

    camera_id: str
    """The camera that the frame is of."""
    frame_id: str
    """`<topic>-<partition>-<offset>` of the frame; finds the picture again."""
    seq: int | None
    """The producer's count within `stream_id`, from 0; null when the producer does not count."""
    stream_id: str | None
    """New at each start of the producer's reader; null when the producer does not say."""
    window_count: int
    """How many frames the mean holds, 1..`smoothing_window`."""
    distortion: str
    """`none` if and only if the quality is at least 0.5, else the most probable kind (`flir_iqa.kinds`)."""
    distortion_probability: float
    """Probability of that kind, 0..1; for `none` the quality."""
    severity: float | None
    """How strong the distortion is, 0..1, where the model says."""
    shed_before: int
    """Frames of this camera shed since its last result."""
    latency_ms: float
    """From capture to scored."""
    model: str
    """Name and version of the model file."""
    replay_id: str | None = field(default=None, metadata=LEFT_OUT)
    """Which replay of a recording the frame came from; only there for a replayed frame."""
    source_frame_id: str | None = field(default=None, metadata=LEFT_OUT)
    """The `frame_id` that a replayed frame had when it was recorded: the same in each replay; only there for one."""
    schema_version: int = SCHEMA_VERSION
    """Version of this record; it changes when a field changes its meaning."""

    def to_json(self) -> bytes:
        """Encode as the topic carries it; floats are written unrounded."""
        return _to_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRecord:
    """One frame that could not be scored, as `thermal-frames-rejected` carries it."""

    timestamp: str
    """The frame's Kafka timestamp; UTC, ISO 8601, milliseconds, `Z`."""
    camera_id: str | None
    """The frame's key where it is a valid camera id."""
    frame_id: str
    """`<topic>-<partition>-<offset>` of the frame; finds the picture again."""
    reason: RejectReason
    """Why it could not be scored."""
    detail: str
    """The reason in words."""
    size_bytes: int
    """How long the frame's value is."""
    first_bytes: str
    """The first 64 bytes of the value, in hexadecimal."""
    key: str | None
    """The message's key, in hexadecimal; null when there is none."""
    headers: list[list[str | None]]
    """The original headers as [name, value in hexadecimal or null], in their order."""
    schema_version: int = SCHEMA_VERSION
    """Version of this record; it changes when a field changes its meaning."""

    def to_json(self) -> bytes:
        """Encode as the topic carries it."""
        return _to_json(self)

    @classmethod
    def from_json(cls, value: bytes | None) -> Self:
        """Read a record back, fields of later versions left out.

        Raises:
            RecordError: `value` is no such record.
        """
        return _build(cls, load_object(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """Something that happened to a stream rather than to a frame, as `image-quality-events` carries it."""

    timestamp: str
    """When it was noticed; UTC, ISO 8601, milliseconds, `Z`."""
    kind: Literal["flow_started", "frames_expired", "topic_recreated", "results_recreated", "window_incomplete"]
    """What happened, for machines."""
    detail: str
    """What happened, in words."""
    partition: int
    """The frame partition that it concerns."""
    camera_id: str | None = None
    """The camera that it concerns, where it is about one."""
    from_offset: int | None = None
    """The first offset that is concerned, where it is about frames."""
    to_offset: int | None = None
    """The first offset that is not concerned any more."""
    n_frames: int | None = None
    """How many frames are concerned."""
    schema_version: int = SCHEMA_VERSION
    """Version of this record; it changes when a field changes its meaning."""

    def to_json(self) -> bytes:
        """Encode as the topic carries it."""
        return _to_json(self)


def read_event(value: bytes | None) -> EventRecord:
    """Read one message of the event topic.

    Raises:
        RecordError: `value` is no such record.
    """
    return _build(EventRecord, load_object(value))


def read_result(value: bytes | None) -> QualityRecord | AncestorRecord:
    """Read one message of a result topic, whoever wrote it.

    Args:
        value: The message's value.

    Returns:
        A `QualityRecord`, or an `AncestorRecord` where there is no `frame_id`.

    Raises:
        RecordError: `value` is neither.
    """
    data = load_object(value)
    return _build(QualityRecord if "frame_id" in data else AncestorRecord, data)


def _to_json(record: QualityRecord | RejectedRecord | EventRecord) -> bytes:
    data = asdict(record)
    for name in left_out_fields(cast(Any, type(record))):
        if data[name] is None:
            del data[name]
    return json.dumps(data, allow_nan=False, separators=(",", ":")).encode()


@cache
def left_out_fields(kind: type[Any]) -> frozenset[str]:
    """Return the names of the fields of a record that are not written while they are `None`."""
    return frozenset(each.name for each in fields(kind) if each.metadata.get("left_out"))


def load_object(value: bytes | None) -> dict[str, Any]:
    """Read a record as JSON, whatever its fields.

    Raises:
        RecordError: It is no JSON object.
    """
    try:
        data = json.loads(value or b"")
    except (ValueError, RecursionError) as error:
        message = f"expected a JSON record, got {(value or b'')[:64]!r}"
        raise RecordError(message) from error
    if not isinstance(data, dict):
        message = f"expected a JSON object, got {(value or b'')[:64]!r}"
        raise RecordError(message)
    return data


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: type[RecordT], data: dict[str, Any]) -> RecordT:
    hints = _hints(cast(Any, kind))
    known = {name: content for name, content in data.items() if name in hints}
    for name, content in known.items():
        if not _is_of(content, hints[name]):
            message = f"expected {name} of a {kind.__name__} to be {hints[name]}, got {content!r}"
            raise RecordError(message)
    try:
        return kind(**known)
    except TypeError as error:
        message = f"expected a {kind.__name__}, got the fields {sorted(data)}: {error}"
        raise RecordError(message) from error


def _is_of(content: object, hint: Any) -> bool:
    """Whether `content`, as JSON gave it, may stand where `hint` is asked for."""
    if isinstance(hint, UnionType):
        return any(_is_of(content, choice) for choice in get_args(hint))
    if get_origin(hint) is Literal:
        return content in get_args(hint)
    if get_origin(hint) is list:
        return isinstance(content, list) and all(_is_of(item, get_args(hint)[0]) for item in content)
    if hint is float:  # finite: Python's JSON reads NaN and 1e999 too
        return isinstance(content, int | float) and not isinstance(content, bool) and abs(content) <= sys.float_info.max
    return type(content) is hint
