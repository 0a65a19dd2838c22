"""The radiometric protocol: the same faults before a camera's gain control and after it."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from training.distortions.base import Frame, to_frame
from training.evaluation.gain_control import Scaled, control_gain, scale_to_span
from training.evaluation.plane_faults import PLANE_FAULTS, PlaneFault
from training.evaluation.planes import PlaneSet
from training.evaluation.source import Source
from training.evaluation.trial import Trial

PROTOCOL: Final = "radiometric"
_AFTER: Final = "gain-control:after"
_BEFORE: Final = "gain-control:before"


def radiometric_trials(planes: PlaneSet, seed: int) -> Iterator[Trial]:
    """Make each frame clean and with each fault, put in after and before the gain control.

    Clean frames come once for each fault, so that they weigh one half, as in the ancestor's protocol. A fault draws the
    same in both places.
    """
    for index, (path, plane) in enumerate(zip(planes.paths, planes.frames, strict=True)):
        scaled = scale_to_span(plane)
        clean = control_gain(scaled)
        source = Source(camera=planes.name, name=path.name, index=index, frame=clean)
        for kind, fault in PLANE_FAULTS.items():
            for protocol, picture in _both(scaled, clean, fault, source, seed, kind).items():
                yield source.clean(protocol)
                yield source.distorted(protocol, kind, None, picture)


def _both(scaled: Scaled, clean: Frame, fault: PlaneFault, source: Source, seed: int, kind: str) -> dict[str, Frame]:
    after = fault(np.asarray(clean / np.float32(255), np.float32), source.generator(seed, kind))
    before = fault(scaled, source.generator(seed, kind))
    return {_AFTER: to_frame(after * np.float32(255)), _BEFORE: control_gain(before)}
