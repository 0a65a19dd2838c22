"""What a recording gives now against what is expected of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dataflow.golden.difference import NO_CAMERA, Difference, Outcome, find_difference
from dataflow.golden.golden import Golden, GoldenFrame
from flir_iqa.drift.scored_pair import ScoredPair

DEFAULT_TOLERANCE: Final = 1e-4
"""Largest difference that is no move.

Float32 sums differ with the order in which a machine adds. Over the samples the shipped model gave at most 5e-7 between
the four levels of graph optimisation of ONNX Runtime, and 3e-7 between it and ONNX's reference evaluator, which shares
no code with it; the number of threads changed no bit. 1e-4 is 200 times that, and far below what a change of a model
does.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraCheck:
    """What came of one camera.

    Attributes:
        camera_id: The camera; `-` for frames that name none.
        n_frames: How many frames were compared.
        moved: Those that moved, the worst first.
        pairs: Quality expected and quality got of each frame that was scored both times, in their order.
    """

    camera_id: str
    n_frames: int
    moved: tuple[Difference, ...]
    pairs: tuple[ScoredPair, ...]

    @property
    def worst(self) -> float:
        """By how much the worst frame moved; 0 where none did."""
        return self.moved[0].by if self.moved else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenCheck:
    """What came of all.

    Attributes:
        expected: What the golden file says, and who made it.
        got: What the recording gives now.
        tolerance: Largest difference that is no move.
        cameras: The cameras, the worst first.
    """

    expected: Golden
    got: Golden
    tolerance: float
    cameras: tuple[CameraCheck, ...]

    @property
    def moved(self) -> list[Difference]:
        """All frames that moved, the worst first."""
        return _worst_first([difference for camera in self.cameras for difference in camera.moved])

    @property
    def n_frames(self) -> int:
        """How many frames were compared."""
        return sum(camera.n_frames for camera in self.cameras)

    @property
    def same_frames(self) -> bool:
        """Whether the recording holds the very frames that the golden file was made from."""
        return self.expected.frames_sha256 == self.got.frames_sha256


def check_golden(expected: Golden, got: Golden, tolerance: float) -> GoldenCheck:
    """Compare frame by frame.

    Args:
        expected: From the golden file.
        got: What the recording gives now, with the same window.
        tolerance: Largest difference that is no move, 0..1.
    """
    wanted, found = _by_frame(expected), _by_frame(got)
    cameras: dict[str, list[str]] = {}
    for frame_id, outcome in (wanted | found).items():
        cameras.setdefault(outcome.camera_id or NO_CAMERA, []).append(frame_id)
    checks = [_check_camera(name, ids, wanted, found, tolerance) for name, ids in cameras.items()]
    return GoldenCheck(
        expected=expected,
        got=got,
        tolerance=tolerance,
        cameras=tuple(sorted(checks, key=lambda check: (-check.worst, check.camera_id))),
    )


def _check_camera(
    name: str, frame_ids: Sequence[str], wanted: dict[str, Outcome], found: dict[str, Outcome], tolerance: float
) -> CameraCheck:
    moved, pairs = [], []
    for frame_id in frame_ids:
        before, now = wanted.get(frame_id), found.get(frame_id)
        difference = find_difference(before, now, tolerance)
        if difference is not None:
            moved.append(difference)
        if isinstance(before, GoldenFrame) and isinstance(now, GoldenFrame):
            pairs.append(_pair(name, before, now))
    return CameraCheck(camera_id=name, n_frames=len(frame_ids), moved=tuple(_worst_first(moved)), pairs=tuple(pairs))


def _pair(camera: str, before: GoldenFrame, now: GoldenFrame) -> ScoredPair:
    return ScoredPair(
        camera=camera,
        frame=before.frame_id,
        qualities=(before.raw_image_quality, now.raw_image_quality),
        distortions=(before.distortion, now.distortion),
    )


def _by_frame(golden: Golden) -> dict[str, Outcome]:
    """Find outcomes by frame; a frame that comes twice, in a recording of two passes, gets a name for each."""
    found: dict[str, Outcome] = {}
    seen: Counter[str] = Counter()
    outcomes: tuple[Outcome, ...] = (*golden.frames, *golden.rejected)
    for outcome in outcomes:
        seen[outcome.frame_id] += 1
        count = seen[outcome.frame_id]
        named = outcome if count == 1 else replace(outcome, frame_id=f"{outcome.frame_id}#{count}")
        found[named.frame_id] = named
    return found


def _worst_first(differences: Sequence[Difference]) -> list[Difference]:
    return sorted(differences, key=lambda each: -each.by)
