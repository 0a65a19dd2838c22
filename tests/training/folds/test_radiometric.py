"""Radiometric frames find the camera that they were taken with."""

from pathlib import Path

import numpy as np

from training.evaluation.planes import PlaneSet
from training.folds.radiometric import planes_of

NAMES = ("commons-02.png", "t650sc-02.png", "t650sc-05.png", "loose.png")
PLANES = PlaneSet(
    "radiometric",
    tuple(Path(name) for name in NAMES),
    tuple(np.full((2, 2), index, np.uint16) for index in range(len(NAMES))),
)


def test_frames_go_to_the_camera_whose_name_ends_as_theirs_begins() -> None:
    found = planes_of("usvp-t650sc", PLANES)
    assert found is not None
    assert found.name == "usvp-t650sc"
    assert [path.name for path in found.paths] == ["t650sc-02.png", "t650sc-05.png"]
    assert [int(plane[0, 0]) for plane in found.frames] == [1, 2]


def test_a_camera_without_radiometric_frames_gets_none() -> None:
    assert planes_of("cheetah-seek", PLANES) is None
    assert planes_of("uncommons", PLANES) is None
