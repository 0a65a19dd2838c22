"""The channels of a recording: which value goes where, and with which schema."""

import json
from typing import Any, Final

from foxglove_schemas_protobuf.CompressedImage_pb2 import CompressedImage
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.timestamp_pb2 import Timestamp

from flir_iqa.records import EventRecord, QualityRecord, RejectedRecord
from plumbing.frames import CAMERA_ID
from plumbing.schemas import Schema, record_schema
from recording.message import RecordedMessage

COMPRESSED_IMAGE: Final = "foxglove.CompressedImage"
FRAMES: Final = "/cameras/"
RECORDS: Final = "/topics/"
RAW: Final = "/values/"
ENVELOPES: Final = "/kafka/"
ROLE: Final = "flir_iqa_role"
"""Key in a channel's metadata: what is in it, `value` or `envelope`; channels of other tools have none."""
SUMMARY: Final = "flir_iqa_summary"
"""Name of the metadata record that ends a recording: what is in it."""
GAP: Final = "flir_iqa_gap"
"""Name of a metadata record about offsets that are missing."""

LARGEST_INLINE: Final = 64 * 2**10
"""A value that is neither a picture nor JSON goes into its envelope up to this length, else into a channel of bytes."""
_LARGEST_JSON: Final = 2**20
_JPEG: Final = b"\xff\xd8\xff"
_KINDS: Final = (QualityRecord, RejectedRecord, EventRecord)


def frame_channel(message: RecordedMessage) -> str | None:
    """Return the channel of a frame: a JPEG whose key is a camera's id; `None` if it is none."""
    camera = message.camera
    if message.value is None or not message.value.startswith(_JPEG) or camera is None:
        return None
    return FRAMES + camera if CAMERA_ID.fullmatch(camera) else None


def json_object(value: bytes | None) -> dict[str, Any] | None:
    """Return a value that is one JSON object; `None` if it is none."""
    if value is None or not value.startswith(b"{") or len(value) > _LARGEST_JSON:
        return None
    try:
        content = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def image_schema() -> bytes:
    """Return the descriptor of `foxglove.CompressedImage` and what it needs, as MCAP wants it."""
    files = FileDescriptorSet()
    for kind in (Timestamp, CompressedImage):
        kind.DESCRIPTOR.file.CopyToProto(files.file.add())
    return files.SerializeToString()


def record_kind(content: dict[str, Any]) -> tuple[str, Schema]:
    """Return name and JSON Schema of what looks like one of our records; else those of any object."""
    for kind in _KINDS:
        schema = record_schema(kind)
        if set(schema["required"]) <= set(content):
            return f"flir_iqa.{kind.__name__}", schema
    return "json", {"type": "object"}
