"""The drift report: which models, which frames, what came of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flir_iqa.drift.limits import DriftLimits
from flir_iqa.drift.scored_pair import ScoredPair
from flir_iqa.drift.summary import HISTOGRAM_EDGES, DriftSummary, by_camera, summarise
from flir_iqa.errors import FlirIqaError


class NothingComparedError(FlirIqaError, ValueError):
    """There is no frame that both models scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedModel:
    """A model that was compared.

    Attributes:
        label: Its name and version.
        path: Its file, as it was given.
    """

    label: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file, or the rest of one, that could not be read, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftReport:
    """How far two models are apart.

    Attributes:
        models: The first and the second.
        overall: All frames together.
        cameras: Each camera by name.
        flips: Frames that flip, the largest difference first.
        unreadable: What could not be read.
        limits: What is accepted.
        breaches: Which limits are not kept, in words.
    """

    models: tuple[ComparedModel, ComparedModel]
    overall: DriftSummary
    cameras: dict[str, DriftSummary]
    flips: tuple[ScoredPair, ...]
    unreadable: tuple[Unreadable, ...]
    limits: DriftLimits
    breaches: tuple[str, ...]

    @property
    def within_limits(self) -> bool | None:
        """Whether all limits are kept; None where none was asked for."""
        return not self.breaches if self.limits.asked_for else None

    def as_json(self) -> dict[str, Any]:
        """Give the report as JSON holds it; the names of its fields are a promise."""
        return {
            "models": [asdict(model) for model in self.models],
            "histogram_edges": list(HISTOGRAM_EDGES),
            "overall": asdict(self.overall),
            "cameras": {camera: asdict(summary) for camera, summary in self.cameras.items()},
            "flips": [asdict(pair) for pair in self.flips],
            "unreadable": [asdict(each) for each in self.unreadable],
            "limits": asdict(self.limits),
            "within_limits": self.within_limits,
            "breaches": list(self.breaches),
        }


def make_report(
    models: tuple[ComparedModel, ComparedModel],
    pairs: Sequence[ScoredPair],
    unreadable: Sequence[Unreadable],
    limits: DriftLimits,
) -> DriftReport:
    """Make the report of scored pairs.

    Args:
        models: The first and the second.
        pairs: Frames that both scored.
        unreadable: What could not be read.
        limits: What is accepted.

    Raises:
        NothingComparedError: There is no pair.
    """
    if not pairs:
        remedy = f"; {len(unreadable)} could not be read" if unreadable else ""
        message = f"expected frames to compare {models[0].path!r} and {models[1].path!r} on, got none{remedy}"
        raise NothingComparedError(message)
    cameras = {camera: summarise(group) for camera, group in by_camera(pairs).items()}
    return DriftReport(
        models=models,
        overall=summarise(pairs),
        cameras=cameras,
        flips=tuple(sorted((pair for pair in pairs if pair.flips), key=lambda pair: -abs(pair.difference))),
        unreadable=tuple(unreadable),
        limits=limits,
        breaches=tuple(limits.breaches(cameras)),
    )
