"""What a recording gives now: the flow, run over it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from dataflow.file_run import FileRun
from dataflow.golden.golden import Golden, GoldenFrame, GoldenModel, GoldenRejection
from dataflow.items import Fetched, Refused, Smoothed, ToSink
from flir_iqa.version import __version__


class KeptScores:
    """A writer that keeps of each record what a golden file holds."""

    def __init__(self) -> None:
        self.frames: list[GoldenFrame] = []
        self.rejected: list[GoldenRejection] = []

    def write(self, item: ToSink) -> None:
        """Keep one record."""
        if isinstance(item, Smoothed):
            record = item.record
            self.frames.append(
                GoldenFrame(
                    frame_id=record.frame_id,
                    camera_id=record.camera_id,
                    timestamp=record.timestamp,
                    raw_image_quality=record.raw_image_quality,
                    smoothed_image_quality=record.smoothed_image_quality,
                    distortion=record.distortion,
                    distortion_probability=record.distortion_probability,
                    severity=record.severity,
                )
            )
        elif isinstance(item, Refused):
            refused = item.record
            self.rejected.append(
                GoldenRejection(
                    frame_id=refused.frame_id,
                    camera_id=refused.camera_id,
                    timestamp=refused.timestamp,
                    reason=refused.reason,
                )
            )


class FramesHash:
    """SHA-256 over frames that pass through."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def through(self, frames: Iterator[Fetched]) -> Iterator[Fetched]:
        """Yield the frames, each taken into the hash."""
        for frame in frames:
            fields = (frame.partition, frame.offset, frame.key, tuple(frame.headers), len(frame.value))
            self._hash.update(repr(fields).encode())
            self._hash.update(frame.value)
            yield frame

    def hexdigest(self) -> str:
        """Return the hash of what has passed."""
        return self._hash.hexdigest()


def describe_model(path: Path, name: str, version: str) -> GoldenModel:
    """Describe a model file that was loaded."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return GoldenModel(name=name, version=version, sha256=digest)


def make_golden(run: FileRun, frames: Iterator[Fetched], model: GoldenModel) -> Golden:
    """Run the flow over the frames of a recording.

    Raises:
        FlirIqaError: It could not be run to its end.
    """
    kept, digest = KeptScores(), FramesHash()
    run.run(digest.through(frames), kept)
    return Golden(
        topic=run.topic,
        frames_sha256=digest.hexdigest(),
        smoothing_window=run.windows.size,
        model=model,
        made_by=f"flir-iqa {__version__}",
        frames=tuple(kept.frames),
        rejected=tuple(kept.rejected),
    )
