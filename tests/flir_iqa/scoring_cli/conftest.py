"""Files that the tests of `flir-iqa score` share."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

N_FRAMES = 30
FRAMES_PER_S = 10


def write_video(path: Path, frames: list[NDArray[np.uint8]]) -> Path:
    """Write a grey MP4 of 10 frames a second."""
    size = (frames[0].shape[1], frames[0].shape[0])
    # Each frame is coded by itself: in predicted ones the sharp picture shows through for two frames more.
    codec = cv2.VideoWriter.fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, codec, FRAMES_PER_S, size)
    for frame in frames:
        writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    writer.release()
    return path


@pytest.fixture
def video(tmp_path: Path, grey: NDArray[np.uint8]) -> Path:
    """A pan of 30 frames, blurred from the tenth to the twentieth."""
    pan = [grey[100:356, shift : shift + 320] for shift in range(0, 2 * N_FRAMES, 2)]
    blurred = [np.asarray(cv2.GaussianBlur(frame, (11, 11), 0), np.uint8) for frame in pan]
    return write_video(tmp_path / "gate.mp4", pan[:10] + blurred[10:20] + pan[20:])
