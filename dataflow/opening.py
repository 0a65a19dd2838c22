"""A message becomes a frame: whose it is, what its headers say, its picture. All three are checked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataflow.items import Fetched
from flir_iqa.decoding import decode_frame
from flir_iqa.errors import DecodeError, RecordError
from plumbing.frames import FrameHeaders, check_camera_id


@dataclass(frozen=True, slots=True, eq=False)
class OpenedFrame:
    """A frame that can be scored.

    Attributes:
        camera_id: Whose it is.
        headers: What its producer says of it.
        image: uint8, H x W grey or H x W x 3 BGR.
    """

    camera_id: str
    headers: FrameHeaders
    image: NDArray[np.uint8]


def open_frame(fetched: Fetched) -> OpenedFrame:
    """Open a message.

    Raises:
        DecodeError: It is no frame that can be scored; with the reason.
    """
    camera_id = camera_of(fetched)
    try:
        headers = FrameHeaders.decode(fetched.headers)
    except RecordError as error:
        raise DecodeError(reason="bad_headers", detail=f"{error}") from error
    return OpenedFrame(camera_id, headers, decode_frame(fetched.value))


def camera_of(fetched: Fetched) -> str:
    """Return the camera that a message is of.

    Raises:
        DecodeError: Its key names none.
    """
    if not fetched.key:
        raise DecodeError(reason="no_key", detail="expected the camera id as the message's key, got none")
    try:
        return check_camera_id(fetched.key.decode())
    except (UnicodeDecodeError, RecordError) as error:
        raise DecodeError(reason="bad_camera_id", detail=f"{error}") from error
