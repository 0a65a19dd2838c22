"""What an exported graph is compared with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.distortions.base import Frame

Outputs = Mapping[str, NDArray[np.float32]]
"""The outputs of one frame by name, without the batch's axis."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A network in torch with preprocessing that shares no code with the graph.

    Attributes:
        description: What it is, in words, for the manifest.
        assess: Gives all outputs of one frame.
    """

    description: str
    assess: Callable[[Frame], Outputs]
