"""The pictures in files of other tools: Foxglove's CompressedImage, and that of ROS 2."""

import re
import struct
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from foxglove_schemas_protobuf.CompressedImage_pb2 import CompressedImage
from google.protobuf.message import DecodeError
from mcap.records import Channel, Schema

from recording.channels import COMPRESSED_IMAGE, ROLE
from recording.errors import DamageError

_LENGTH: Final = struct.Struct("<I")
_STAMP_BYTES: Final = 8
_LITTLE_ENDIAN_CDR: Final = (b"\x00\x01", b"\x00\x07")
_LONGEST_CAMERA: Final = 128
_ENDINGS: Final = ("/compressed", "/image_raw", "/image", "/image_rect")

Decode = Callable[[bytes], bytes]


def protobuf_picture(data: bytes) -> bytes:
    """Take the picture out of a `foxglove.CompressedImage`.

    Raises:
        DamageError: It is none.
    """
    try:
        return CompressedImage.FromString(data).data
    except DecodeError as error:
        message = f"expected a {COMPRESSED_IMAGE}, got {data[:40]!r}"
        raise DamageError(message) from error


def cdr_picture(data: bytes) -> bytes:
    """Take the picture out of a `sensor_msgs/msg/CompressedImage`: header (stamp, frame_id), format, data.

    Raises:
        DamageError: It is none, or was written big-endian.
    """
    if data[:2] not in _LITTLE_ENDIAN_CDR:
        message = f"expected little-endian CDR, got {data[:4]!r}"
        raise DamageError(message)
    body = data[4:]
    position = _STAMP_BYTES
    for _ in ("frame_id", "format"):
        position = _skip(body, position)
    position = _aligned(position)
    n_bytes = _length(body, position)
    return body[position + _LENGTH.size : position + _LENGTH.size + n_bytes]


_DECODERS: Final[Mapping[tuple[str, str], Decode]] = MappingProxyType(
    {
        ("protobuf", COMPRESSED_IMAGE): protobuf_picture,
        ("cdr", "sensor_msgs/msg/CompressedImage"): cdr_picture,
        ("cdr", "sensor_msgs/CompressedImage"): cdr_picture,
    }
)


def picture_decoder(channel: Channel, schemas: Mapping[int, Schema]) -> Decode | None:
    """Return what takes the pictures out of a channel's messages; `None` for other channels, and for our own."""
    schema = schemas.get(channel.schema_id)
    if schema is None or ROLE in channel.metadata:
        return None
    return _DECODERS.get((channel.message_encoding, schema.name))


def camera_of(topic: str) -> str:
    """Make a camera's id of a channel's topic: `front` of `/front/image_raw/compressed`."""
    for ending in _ENDINGS:
        topic = topic.removesuffix(ending)
    name = re.sub(r"[^A-Za-z0-9._-]+", ".", topic, flags=re.ASCII).strip("._-")
    return name[:_LONGEST_CAMERA] or "camera"


def _aligned(position: int) -> int:
    return -(-position // 4) * 4


def _length(body: bytes, position: int) -> int:
    if position + _LENGTH.size > len(body):
        message = f"expected an image in CDR, got only {len(body)} bytes"
        raise DamageError(message)
    (length,) = _LENGTH.unpack_from(body, position)
    if position + _LENGTH.size + length > len(body):
        message = f"a field of an image in CDR claims {length} bytes where {len(body) - position} are left"
        raise DamageError(message)
    return int(length)


def _skip(body: bytes, position: int) -> int:
    position = _aligned(position)
    return position + _LENGTH.size + _length(body, position)
