"""What a calibration is fitted to: uncalibrated answers on frames whose truth is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from training.calibration.raw_score import log_odds
from training.errors import DatasetError
from training.evaluation import every_kind
from training.evaluation.judgement import Judgement
from training.metrics import Flags, Floats

FITTED_PROTOCOL: Final = every_kind.PROTOCOL
"""The protocol whose judgements a calibration is fitted to: each frame clean and with every kind."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """Uncalibrated answers, N of them.

    Attributes:
        cameras: Name of the data set of each.
        odds: Log odds of `none`, float64.
        severity: What the network said, 0..1, float64.
        clean: The truth.
    """

    cameras: npt.NDArray[np.str_]
    odds: Floats
    severity: Floats
    clean: Flags

    @property
    def names(self) -> tuple[str, ...]:
        """Name each camera once."""
        return tuple(dict.fromkeys(self.cameras.tolist()))

    @property
    def weights(self) -> Floats:
        """Weigh each answer so that every camera counts alike and clean frames are half of each; the sum is 1."""
        weights = np.zeros(len(self.odds))
        for name in self.names:
            for clean in (True, False):
                members = (self.cameras == name) & (self.clean == clean)
                weights[members] = 1 / max(1, int(members.sum()))
        return np.asarray(weights / weights.sum(), np.float64)

    def only(self, camera: str) -> "Evidence":
        """Keep one camera."""
        return self._where(self.cameras == camera)

    def without(self, camera: str) -> "Evidence":
        """Leave one camera out."""
        return self._where(self.cameras != camera)

    def _where(self, members: Flags) -> "Evidence":
        return Evidence(
            cameras=self.cameras[members],
            odds=self.odds[members],
            severity=self.severity[members],
            clean=self.clean[members],
        )


def evidence_of(judgements: Sequence[Judgement]) -> Evidence:
    """Take the evidence out of uncalibrated judgements; distortions that nobody can see are none.

    Args:
        judgements: Of any protocols; those of the every-kind protocol count.

    Raises:
        DatasetError: Clean or distorted frames are missing, or a model gave no severity.
    """
    used = [each for each in judgements if each.protocol == FITTED_PROTOCOL and each.visible]
    n_clean = sum(not each.distorted for each in used)
    if not 0 < n_clean < len(used):
        message = (
            f"expected clean and distorted frames of the protocol {FITTED_PROTOCOL!r} to fit a calibration to, "
            f"got {n_clean} clean ones of {len(used)}"
        )
        raise DatasetError(message)
    severities = [each.assessment.severity for each in used]
    if None in severities:
        message = "expected a severity in every judgement, got none: the model gives no severity"
        raise DatasetError(message)
    return Evidence(
        cameras=np.array([each.camera for each in used]),
        odds=log_odds([each.assessment.quality for each in used]),
        severity=np.array(severities, np.float64),
        clean=np.array([not each.distorted for each in used], np.bool_),
    )
