"""Evidence: what counts, and how much."""

import numpy as np
import pytest

from tests.training.calibration.examples import raw_judgement
from training.calibration.evidence import evidence_of
from training.errors import DatasetError


def test_clean_frames_weigh_one_half_and_cameras_alike() -> None:
    judgements = [raw_judgement("gate", "none", 1, 0.0)]
    judgements += [raw_judgement("gate", "ghosting", -1, 0.5)] * 3
    judgements += [raw_judgement("mast", "none", 1, 0.0)] * 2
    judgements += [raw_judgement("mast", "ghosting", -1, 0.5)]
    weights = evidence_of(judgements).weights
    assert weights.sum() == pytest.approx(1)
    assert weights.tolist() == pytest.approx([1 / 4, 1 / 12, 1 / 12, 1 / 12, 1 / 8, 1 / 8, 1 / 4])


def test_invisible_distortions_and_other_protocols_are_no_evidence() -> None:
    judgements = [
        raw_judgement("gate", "none", 1.5, 0.0),
        raw_judgement("gate", "overexposure", 4, 0.1, visible=False),
        raw_judgement("gate", "ghosting", 3, 0.5, protocol="graded"),
        raw_judgement("gate", "ghosting", -2.5, 0.75),
    ]
    evidence = evidence_of(judgements)
    assert np.allclose(evidence.odds, [1.5, -2.5])
    assert evidence.severity.tolist() == [0.0, 0.75]
    assert evidence.clean.tolist() == [True, False]


def test_a_camera_can_be_kept_or_left_out() -> None:
    judgements = [raw_judgement(camera, kind, 1, 0.5) for camera in ("gate", "mast") for kind in ("none", "ghosting")]
    evidence = evidence_of(judgements)
    assert evidence.names == ("gate", "mast")
    assert evidence.only("mast").names == ("mast",)
    assert evidence.without("mast").names == ("gate",)


def test_evidence_of_clean_frames_alone_is_refused() -> None:
    with pytest.raises(DatasetError, match=r"expected clean and distorted frames .* got 1 clean ones of 1"):
        evidence_of([raw_judgement("gate", "none", 1, 0.0)])


def test_a_model_without_severity_is_refused() -> None:
    judgements = [raw_judgement("gate", "none", 1, None), raw_judgement("gate", "ghosting", -1, None)]
    with pytest.raises(DatasetError, match="the model gives no severity"):
        evidence_of(judgements)
