"""Every measure that the model is compared with."""

from typing import Final

from training.comparison.brisque import BRISQUE
from training.comparison.measure import Measure
from training.comparison.niqe import NIQE, NIQE_REFITTED
from training.comparison.piqe import PIQE
from training.comparison.sharpness import LAPLACIAN, TENENGRAD

MEASURES: Final[tuple[Measure, ...]] = (BRISQUE, NIQE, NIQE_REFITTED, PIQE, LAPLACIAN, TENENGRAD)
