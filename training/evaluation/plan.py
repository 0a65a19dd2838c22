"""Which protocol is run on which folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from training.datasets import FrameSet, load_frame_sets
from training.errors import DatasetError
from training.evaluation.planes import load_planes
from training.evaluation.protocols import (
    COMPANION_PROTOCOL,
    DEFAULT_PROTOCOL,
    FRAME_PROTOCOLS,
    PLANE_PROTOCOLS,
    degraded_protocol,
)
from training.evaluation.run import Job

ALL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a user has to evaluate on.

    Attributes:
        clean: Folders (lists, videos) of clean 8-bit frames.
        radiometric: Folders of clean 16-bit frames.
        degraded: Kind and folder of frames that left a camera with that fault.
        companions: Folders of frames beside them that nobody has labelled.
    """

    clean: Sequence[Path] = ()
    radiometric: Sequence[Path] = ()
    degraded: Sequence[tuple[str, Path]] = ()
    companions: Sequence[Path] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be run, and the sets of 8-bit frames that were loaded for it."""

    jobs: tuple[Job[Any], ...]
    sets: tuple[FrameSet, ...]


def make_plan(protocols: Sequence[str], material: Material) -> Plan:
    """Load each folder once and put the protocols to the frames that they start from.

    Args:
        protocols: Names of `FRAME_PROTOCOLS` and `PLANE_PROTOCOLS`; `ALL` for each of them; none for the ancestor's on
            clean frames and each on radiometric ones.
        material: Degraded frames and their companions are always scored; they have one protocol each.

    Raises:
        DatasetError: A folder cannot be read, a protocol has no frames to start from, or there is nothing at all.
    """
    names = _names(protocols, material)
    clean = load_frame_sets(material.clean)
    planes = [load_planes(folder) for folder in material.radiometric]
    degraded = [(kind, each) for kind, folder in material.degraded for each in load_frame_sets([folder])]
    companions = load_frame_sets(material.companions)
    jobs: list[Job[Any]] = []
    jobs.extend(Job(FRAME_PROTOCOLS[name], each) for name in names if name in FRAME_PROTOCOLS for each in clean)
    jobs.extend(Job(PLANE_PROTOCOLS[name], each) for name in names if name in PLANE_PROTOCOLS for each in planes)
    jobs.extend(Job(degraded_protocol(kind), each) for kind, each in degraded)
    jobs.extend(Job(COMPANION_PROTOCOL, each) for each in companions)
    return Plan(jobs=tuple(jobs), sets=(*clean, *(each for _, each in degraded), *companions))


def _names(protocols: Sequence[str], material: Material) -> list[str]:
    if not (material.clean or material.radiometric or material.degraded or material.companions):
        message = "expected at least one folder of frames, got none"
        raise DatasetError(message)
    if ALL in protocols:
        return [*FRAME_PROTOCOLS, *PLANE_PROTOCOLS]
    without_clean = [name for name in protocols if name in FRAME_PROTOCOLS and not material.clean]
    without_planes = [name for name in protocols if name in PLANE_PROTOCOLS and not material.radiometric]
    if without_clean:
        message = f"expected folders of clean frames for the protocol {without_clean[0]!r}, got none"
        raise DatasetError(message)
    if without_planes:
        message = f"expected --radiometric FOLDER for the protocol {without_planes[0]!r}, got none"
        raise DatasetError(message)
    return list(dict.fromkeys(protocols)) or [DEFAULT_PROTOCOL, *PLANE_PROTOCOLS]
