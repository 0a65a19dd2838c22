"""Videos of hostile sizes."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from flir_iqa.errors import ImageError
from flir_iqa.scoring_cli.videos import read_video


def test_a_video_of_frames_that_are_too_large_is_refused_before_one_is_decoded(tmp_path: Path) -> None:
    path, side_px = tmp_path / "huge.avi", 4160
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 5, (side_px, side_px))
    writer.write(np.zeros((side_px, side_px, 3), np.uint8))
    writer.release()
    with pytest.raises(ImageError, match="expected at most 16777216 pixels, got 4160 x 4160"):
        next(read_video(path))
