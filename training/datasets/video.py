"""Frames of a video file."""

from pathlib import Path

import cv2

from flir_iqa.errors import ImageError
from flir_iqa.images import check_image, is_grey
from flir_iqa.scoring_cli.videos import VideoError, read_video
from training.datasets.frame_set import FrameSet
from training.datasets.gathering import Gathering
from training.distortions.base import Frame
from training.errors import DatasetError


def load_video(path: Path, step: int) -> FrameSet:
    """Read every `step`-th frame, each under the path `<video>/frame-<number>`.

    Where a video breaks off, what comes before counts, and the video is named in `skipped`.

    Raises:
        DatasetError: `step` is below 1, or not even the first frame can be read.
    """
    if step < 1:
        message = f"expected to read every first, second, ... frame of a video, got {step!r}"
        raise DatasetError(message)
    gathering = Gathering()
    try:
        for shown in read_video(path, every=step):
            image = check_image(shown.image)
            frame = image[:, :, 0] if is_grey(image) else image
            gathering.add(path / f"frame-{shown.index:06d}", _keep(frame), frame)
    except (OSError, VideoError, ImageError) as error:
        reason = f"cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}"
        if not len(gathering):
            raise DatasetError(reason) from error
        gathering.skip(path, f"{reason}; the {len(gathering)} frames before that are used")
    return gathering.to_set(path.stem)


def _keep(frame: Frame) -> bytes:
    """Encode without loss, quickly rather than small."""
    return bytes(cv2.imencode(".png", frame, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1])
