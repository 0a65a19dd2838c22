"""The worst mistakes that are kept while an evaluation runs."""

import cv2
import numpy as np
import pytest

from tests.training.figures.examples import judged
from training.distortions.base import Frame
from training.evaluation.judgement import Judgement
from training.evaluation.trial import Trial
from training.page.mistakes import WorstMistakes

PICTURE: Frame = np.tile(np.arange(640, dtype=np.float32) / 640 * 255, (512, 1)).astype(np.uint8)


def tell(mistakes: WorstMistakes, *judgements: Judgement, picture: Frame = PICTURE) -> WorstMistakes:
    for each in judgements:
        trial = Trial(camera=each.camera, frame=each.frame, protocol=each.protocol, picture=picture, kind=each.kind)
        mistakes.add(trial, each)
    return mistakes


def test_only_the_worst_are_kept_and_the_worst_comes_first() -> None:
    qualities = [0.6, 0.9, 0.7, 0.99, 0.8]
    judgements = [judged("ghosting", quality, frame=f"{quality}.png") for quality in qualities]
    mistakes = tell(WorstMistakes(3), *judgements, judged("none", 0.05, frame="clean.png"))
    assert [each.judgement.frame for each in mistakes.missed()] == ["0.99.png", "0.9.png", "0.8.png"]
    assert [each.judgement.frame for each in mistakes.false_alarms()] == ["clean.png"]


def test_of_one_frame_and_kind_the_worst_alone_is_kept() -> None:
    mistakes = tell(WorstMistakes(), judged("ghosting", 0.7), judged("ghosting", 0.9), judged("ghosting", 0.8))
    assert [each.judgement.assessment.quality for each in mistakes.missed()] == [0.9]


@pytest.mark.parametrize(
    "right",
    [
        judged("none", 0.8),
        judged("ghosting", 0.2, said="lens_blur"),
        judged("ghosting", 0.9, severity=0.3, protocol="graded"),
        judged("none", 0.1, protocol="companion"),
        judged("lens_blur", 0.9, protocol="mild"),
    ],
)
def test_what_is_right_mild_or_unlabelled_is_no_mistake(right: Judgement) -> None:
    mistakes = tell(WorstMistakes(), right)
    assert mistakes.missed() == mistakes.false_alarms() == []


@pytest.mark.parametrize("shape", [(512, 640), (512, 640, 3), (2000, 40), (40, 2000, 3)])
def test_the_picture_is_a_small_jpeg(shape: tuple[int, ...]) -> None:
    picture: Frame = np.full(shape, 90, np.uint8)
    (mistake,) = tell(WorstMistakes(), judged("none", 0.1), picture=picture).false_alarms()
    decoded = cv2.imdecode(np.frombuffer(mistake.thumbnail, np.uint8), cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    assert decoded.shape[1] <= 288
    assert mistake.data_uri.startswith("data:image/jpeg;base64,")
