"""A frame as a source yields it, before anything was decided about it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Picture(Protocol):
    """Something that can be had as JPEG; the work is done only when it is asked for."""

    def to_jpeg(self, quality: int) -> bytes:
        """Return the JPEG; `quality` counts only where the picture is not JPEG yet.

        Raises:
            ImageError: It is no picture that can be scored, and cannot be encoded.
        """
        ...


@dataclass(frozen=True, slots=True)
class JpegPicture:
    """A picture that came as JPEG and stays as it came: what is measured must not be changed by us."""

    data: bytes

    def to_jpeg(self, quality: int) -> bytes:
        """Return the bytes as they came."""
        return self.data


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedFrame:
    """One frame off the wire."""

    captured_at: datetime
    """When it came off the wire, by our clock; aware, UTC."""
    pts_s: float | None
    """Its presentation time within the stream, where the stream tells."""
    width: int | None
    height: int | None
    picture: Picture | None
    """`None` where the decoder could make nothing of what came."""
    damaged: bool = False
    """Whether the decoder had to conceal errors in it."""
    late: bool = False
    """Whether newer frames of the camera wait behind it already, so that it is of no use; `picture` may be `None`."""


def utc_now() -> datetime:
    """Return the wall clock, aware."""
    return datetime.now(UTC)
