"""What the graded protocol says of a model: does quality fall as severity rises, and is the severity right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from flir_iqa.kinds import CLEAN_THRESHOLD
from training.errors import DatasetError
from training.evaluation.graded import SEVERITIES
from training.evaluation.judgement import Judgement
from training.metrics import Floats
from training.rank_metrics import falling_share, first_crossing, spearman

_HALF = 0.5
_POSITIONS = np.array([0.0, *SEVERITIES])


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGrading:
    """How a model grades one kind.

    Attributes:
        spearman: Rank correlation of quality and severity within one frame, mean over the frames; -1 is best.
        spearman_pooled: The same over all frames together; it also pays for frames that differ among themselves.
        in_order: Share of adjacent severities at which the worse frame has the lower quality; a tie counts half.
        half_found_at: Severity at which half of the frames fall under quality 0.5, interpolated; None if they do not.
        severity_error: Mean absolute error of the estimated severity; None where the model gives none.
        severity_spearman: Rank correlation of estimated and true severity over all frames; 1 is best.
    """

    spearman: float
    spearman_pooled: float
    in_order: float
    half_found_at: float | None
    severity_error: float | None
    severity_spearman: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """How a model grades the frames of one camera; the figures are means over the kinds.

    Attributes:
        name: Name of the data set.
        n_frames: Frames graded.
        kinds: Figures of each kind.
        spearman: See `KindGrading`.
        spearman_pooled: See `KindGrading`.
        in_order: See `KindGrading`.
        severity_error: See `KindGrading`.
        severity_spearman: See `KindGrading`.
    """

    name: str
    n_frames: int
    kinds: Mapping[str, KindGrading]
    spearman: float
    spearman_pooled: float
    in_order: float
    severity_error: float | None
    severity_spearman: float | None


def summarise_grading(judgements: Sequence[Judgement]) -> Grading:
    """Give the figures of one camera.

    Args:
        judgements: Of the graded protocol: each frame clean, and each kind at each of the ten severities.

    Raises:
        DatasetError: A severity of a frame is missing.
    """
    clean = {each.frame: each for each in judgements if not each.distorted}
    graded = [each for each in judgements if each.distorted]
    if not clean or len(graded) % (len(clean) * len(SEVERITIES)) or not graded:
        message = f"expected 10 severities of each frame and kind, got {len(graded)} judgements of {len(clean)} frames"
        raise DatasetError(message)
    kinds = {
        kind: _grade(
            [each for each in graded if each.kind == kind], [each.assessment.quality for each in clean.values()]
        )
        for kind in dict.fromkeys(each.kind for each in graded)
    }
    return Grading(
        name=judgements[0].camera,
        n_frames=len(clean),
        kinds=kinds,
        spearman=fmean(each.spearman for each in kinds.values()),
        spearman_pooled=fmean(each.spearman_pooled for each in kinds.values()),
        in_order=fmean(each.in_order for each in kinds.values()),
        severity_error=_mean_if_all([each.severity_error for each in kinds.values()]),
        severity_spearman=_mean_if_all([each.severity_spearman for each in kinds.values()]),
    )


def _grade(judgements: Sequence[Judgement], clean_quality: Sequence[float]) -> KindGrading:
    """Grade one kind; the judgements of a frame follow each other, from mild to severe."""
    quality = np.array([each.assessment.quality for each in judgements], np.float64).reshape(-1, len(SEVERITIES))
    truth = np.array([each.severity for each in judgements], np.float64)
    estimates = [each.assessment.severity for each in judgements]
    found = (quality < CLEAN_THRESHOLD).mean(axis=0)
    alarms = (np.array(clean_quality) < CLEAN_THRESHOLD).mean()
    estimated = None if None in estimates else np.array(estimates, np.float64)
    return KindGrading(
        spearman=fmean(spearman(row, np.array(SEVERITIES)) for row in quality),
        spearman_pooled=spearman(quality.ravel(), truth),
        in_order=falling_share(quality),
        half_found_at=first_crossing(_POSITIONS, np.array([alarms, *found]), _HALF),
        severity_error=None if estimated is None else float(np.abs(estimated - truth).mean()),
        severity_spearman=None if estimated is None else spearman(estimated, truth),
    )


def severity_curve(judgements: Sequence[Judgement], kind: str) -> Floats:
    """Give the qualities of one kind, frames x severities."""
    quality = [each.assessment.quality for each in judgements if each.kind == kind]
    return np.array(quality, np.float64).reshape(-1, len(SEVERITIES))


def _mean_if_all(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if len(known) == len(values) else None
