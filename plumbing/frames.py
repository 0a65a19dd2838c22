"""What travels with a frame on its topic: the key and the headers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flir_iqa.errors import RecordError
from flir_iqa.records import format_timestamp, parse_timestamp

Headers = Sequence[tuple[str, bytes | None]]
"""Headers of a message as they come: a name may stand there twice, a value may be missing."""

UNREADABLE_HEADER: Final = "\ufffd"
"""Stands for the headers of a message that cannot be read, since the name of one is not UTF-8."""
CAMERA_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", re.ASCII)
CONTENT_TYPE: Final = "image/jpeg"
_LONGEST_TEXT: Final = 300
"""Room for a `source_frame_id` of the longest topic name."""
_LARGEST_COUNT: Final = 2**63 - 1


def check_camera_id(text: str) -> str:
    """Return `text` if it may name a camera.

    Raises:
        RecordError: It may not.
    """
    if not CAMERA_ID.fullmatch(text):
        rule = "1 to 128 of A-Z a-z 0-9 . _ - beginning with a letter or digit"
        message = f"expected a camera id of {rule}, got {text[:140]!r}"
        raise RecordError(message)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameHeaders:
    """The headers of a frame; a producer that is not ours may leave any of them out."""

    captured_at: datetime | None = None
    """When the frame was captured, aware; without it Kafka's timestamp of the message counts."""
    seq: int | None = None
    """Count within `stream_id`, from 0."""
    stream_id: str | None = None
    """New at each start of the reader."""
    width: int | None = None
    height: int | None = None
    content_type: str | None = None
    replay_id: str | None = None
    """Marks frames that were replayed from a recording, and names the replay."""
    source_frame_id: str | None = None
    """`<topic>-<partition>-<offset>` of a replayed frame when it was recorded."""

    def encode(self) -> list[tuple[str, bytes]]:
        """Encode for a message: UTF-8 text, what is `None` left out."""
        texts = {
            "captured_at": self.captured_at and format_timestamp(self.captured_at),
            "seq": self.seq,
            "stream_id": self.stream_id,
            "width": self.width,
            "height": self.height,
            "content_type": self.content_type,
            "replay_id": self.replay_id,
            "source_frame_id": self.source_frame_id,
        }
        return [(name, str(content).encode()) for name, content in texts.items() if content is not None]

    @classmethod
    def decode(cls, headers: Headers | None) -> "FrameHeaders":
        """Read the headers of a message; unknown ones are left alone.

        Raises:
            RecordError: One of ours has an absurd value, or stands there twice.
        """
        texts = _texts(headers or [])
        moment = texts.get("captured_at")
        return cls(
            captured_at=None if moment is None else parse_timestamp(moment),
            seq=_count(texts, "seq"),
            stream_id=texts.get("stream_id"),
            width=_count(texts, "width"),
            height=_count(texts, "height"),
            content_type=texts.get("content_type"),
            replay_id=texts.get("replay_id"),
            source_frame_id=texts.get("source_frame_id"),
        )


def _texts(headers: Headers) -> dict[str, str]:
    known = set(FrameHeaders.__dataclass_fields__)
    texts: dict[str, str] = {}
    for name, content in headers:
        if name == UNREADABLE_HEADER:
            message = "the name of a header is not UTF-8, so that none can be read"
            raise RecordError(message)
        if name not in known:
            continue
        if name in texts:
            message = f"the header {name!r} stands there twice"
            raise RecordError(message)
        texts[name] = _text(name, content)
    return texts


def _text(name: str, content: bytes | None) -> str:
    try:
        text = (content or b"").decode()
    except UnicodeDecodeError as error:
        message = f"the header {name!r} is not UTF-8: {(content or b'')[:64]!r}"
        raise RecordError(message) from error
    if not text or len(text) > _LONGEST_TEXT or not text.isprintable():
        message = f"expected 1 to {_LONGEST_TEXT} printable characters in the header {name!r}, got {text[:64]!r}"
        raise RecordError(message)
    return text


def _count(texts: dict[str, str], name: str) -> int | None:
    text = texts.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > _LARGEST_COUNT:
        message = f"expected a count from 0 to 2**63 - 1 in the header {name!r}, got {text[:64]!r}"
        raise RecordError(message)
    return int(text)
