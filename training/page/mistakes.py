"""The worst mistakes of an evaluation, kept with a small picture each, so that a person can look before judging."""

import base64
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from flir_iqa.encoding import encode_frame
from flir_iqa.images import MIN_SIDE_PX
from training.distortions.base import Frame
from training.evaluation.degraded import COMPANION
from training.evaluation.judgement import Judgement
from training.evaluation.mild import PROTOCOL as MILD
from training.evaluation.trial import Trial

N_KEPT: Final = 20
_WIDTH_PX: Final = 288
_JPEG_QUALITY: Final = 80
_MILD_BELOW: Final = 0.5
_NOT_COUNTED: Final = frozenset({COMPANION, MILD})
"""Nobody has labelled the frames of the one, and those of the other may well pass."""


@dataclass(frozen=True, slots=True, eq=False)
class Mistake:
    """One frame on the wrong side of the threshold.

    Attributes:
        judgement: The truth, and what the model said.
        thumbnail: A JPEG of at most 288 px width.
    """

    judgement: Judgement
    thumbnail: bytes

    @property
    def distance(self) -> float:
        """How far the quality is from the truth, above 0.5 to 1."""
        return _distance(self.judgement)

    @property
    def data_uri(self) -> str:
        """The picture as a page holds it."""
        return "data:image/jpeg;base64," + base64.b64encode(self.thumbnail).decode()


class WorstMistakes:
    """Keeps the mistakes whose quality is furthest from the truth; of each frame and kind the worst alone.

    Missed faults and false alarms are kept apart, so that the many of one sort do not hide the few of the other.
    Faults milder than severity 0.5, and frames that nobody has labelled, are no mistakes.

    Args:
        n_kept: How many are kept of each sort at most.
    """

    def __init__(self, n_kept: int = N_KEPT) -> None:
        self._alarms, self._missed = _Shelf(n_kept), _Shelf(n_kept)

    def add(self, trial: Trial, judgement: Judgement) -> None:
        """Look at one judged trial; its picture is kept only while it is among the worst."""
        if _is_mistake(judgement):
            shelf = self._missed if judgement.distorted else self._alarms
            shelf.add(trial.picture, judgement)

    def false_alarms(self) -> list[Mistake]:
        """Give the clean frames that were called distorted, the worst first."""
        return self._alarms.worst_first()

    def missed(self) -> list[Mistake]:
        """Give the distorted frames that were called clean, the worst first."""
        return self._missed.worst_first()


class _Shelf:
    """The worst mistakes of one sort."""

    def __init__(self, n_kept: int) -> None:
        self._n_kept = n_kept
        self._kept: dict[tuple[str, str, str], Mistake] = {}

    def add(self, picture: Frame, judgement: Judgement) -> None:
        place = (judgement.camera, judgement.frame, judgement.kind)
        rivals = [place] if place in self._kept else list(self._kept)
        if place in self._kept or len(self._kept) >= self._n_kept:
            least = min(rivals, key=lambda each: self._kept[each].distance)
            if self._kept[least].distance >= _distance(judgement):
                return
            del self._kept[least]
        self._kept[place] = Mistake(judgement, _thumbnail(picture))

    def worst_first(self) -> list[Mistake]:
        return sorted(self._kept.values(), key=lambda each: -each.distance)


def _is_mistake(judgement: Judgement) -> bool:
    if judgement.protocol in _NOT_COUNTED or judgement.called_distorted == judgement.distorted:
        return False
    return not judgement.distorted or judgement.severity is None or judgement.severity >= _MILD_BELOW


def _distance(judgement: Judgement) -> float:
    return judgement.assessment.quality if judgement.distorted else 1 - judgement.assessment.quality


def _thumbnail(picture: Frame) -> bytes:
    height, width = picture.shape[:2]
    scale = min(1.0, _WIDTH_PX / width)
    size = max(MIN_SIDE_PX, round(width * scale)), max(MIN_SIDE_PX, round(height * scale))
    return encode_frame(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA)), _JPEG_QUALITY)
