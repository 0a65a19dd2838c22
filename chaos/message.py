"""Messages for the frame topic: real pictures, and what is none."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SAMPLES: Final = Path(__file__).resolve().parent.parent / "samples"
TINY_MODEL: Final = Path(__file__).with_name("tiny.onnx")
"""A model whose quality is the frame's mean brightness: no two samples have the same, and it takes no time."""
_SIDE_PX: Final = 65_500  # the longest that a JPEG header can state, 4.3 gigapixels as a square


@dataclass(frozen=True, slots=True)
class Message:
    """What a scenario puts on the frame topic."""

    value: bytes
    good: bool
    """Whether it is a frame that must be scored; else it must be rejected."""
    keyed: bool = True
    """Whether it carries its camera's id."""
    headers: Sequence[tuple[str, bytes]] = ()
    """Headers beside the usual ones."""


def pictures(largest_bytes: int = 25_000) -> list[Message]:
    """Return the sample frames up to a size: small ones, so that a scenario sends many."""
    values = [path.read_bytes() for path in sorted(SAMPLES.glob("*.jpg"))]
    return [Message(value, good=True) for value in values if len(value) <= largest_bytes]


def bad_messages() -> list[Message]:
    """Return one of each kind of message that cannot be scored."""
    good = pictures()[0].value
    return [
        Message(b"", good=False),
        Message(b"no picture, sorry", good=False),
        Message(good[: len(good) // 2], good=False),
        Message(_bomb(good), good=False),
        Message(good, good=False, keyed=False),
        Message(good, good=False, headers=[("width", b"-7")]),
        Message(good, good=False, headers=[("source_frame_id", b"\xff\xfe")]),
        Message(b"x", good=False, headers=[(f"h{count}", b"x") for count in range(3000)]),
    ]


def _bomb(jpeg: bytes) -> bytes:
    """Return a small JPEG whose header states gigapixels."""
    start = next(i for i in range(len(jpeg)) if jpeg[i : i + 2] in (b"\xff\xc0", b"\xff\xc1", b"\xff\xc2"))
    return jpeg[: start + 5] + struct.pack(">HH", _SIDE_PX, _SIDE_PX) + jpeg[start + 9 :]
