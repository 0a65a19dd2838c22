"""Sends one record as no client library would let us: Kafka's own protocol, by hand."""

import socket
import struct
from collections.abc import Sequence
from typing import Final

_POLYNOMIAL: Final = 0x82F63B78  # CRC-32C, reflected
_PRODUCE: Final = 0
_VERSION: Final = 3
_BATCH_TAIL: Final = struct.Struct(">hiqqqhii")


def produce_raw(
    bootstrap: str,
    topic: str,
    partition: int,
    key: bytes,
    value: bytes,
    headers: Sequence[tuple[bytes, bytes]],
    timestamp_ms: int,
) -> None:
    """Send one record and wait for its acknowledgement.

    Raises:
        RuntimeError: The broker refused it.
    """
    host, _, port = bootstrap.rpartition(":")
    batch = _batch(_record(key, value, headers), timestamp_ms)
    partitions = struct.pack(">iii", 1, partition, len(batch)) + batch
    body = struct.pack(">hhii", -1, -1, 30_000, 1) + _text(topic) + partitions
    request = struct.pack(">hhi", _PRODUCE, _VERSION, 1) + _text("raw") + body
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(struct.pack(">i", len(request)) + request)
        answer = _exactly(connection, struct.unpack(">i", _exactly(connection, 4))[0])
    begin = 4 + 4 + 2 + len(topic) + 4 + 4
    code = struct.unpack(">h", answer[begin : begin + 2])[0]
    if code:
        message = f"the broker refused the record: error code {code}"
        raise RuntimeError(message)


def _record(key: bytes, value: bytes, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    body = b"\0" + _varint(0) + _varint(0) + _varint(len(key)) + key + _varint(len(value)) + value
    body += _varint(len(headers))
    for name, content in headers:
        body += _varint(len(name)) + name + _varint(len(content)) + content
    return _varint(len(body)) + body


def _batch(record: bytes, timestamp_ms: int) -> bytes:
    tail = _BATCH_TAIL.pack(0, 0, timestamp_ms, timestamp_ms, -1, -1, -1, 1) + record
    head = struct.pack(">ibI", -1, 2, _crc32c(tail))
    return struct.pack(">qi", 0, len(head) + len(tail)) + head + tail


def _varint(number: int) -> bytes:
    left = (number << 1) ^ (number >> 63)
    found = bytearray()
    while left > 0x7F:
        found.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes([*found, left])


def _crc32c(content: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (_POLYNOMIAL if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def _text(text: str) -> bytes:
    return struct.pack(">h", len(text)) + text.encode()


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        chunk = connection.recv(count - len(found))
        if not chunk:
            message = "the broker closed the connection"
            raise RuntimeError(message)
        found += chunk
    return found
