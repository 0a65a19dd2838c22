"""Faults before and after the gain control, and worn gain maps."""

from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from flir_iqa.kinds import NONE
from training.errors import DatasetError
from training.evaluation.gain_control import control_gain, scale_to_span
from training.evaluation.plane_faults import PLANE_FAULTS
from training.evaluation.planes import Plane, PlaneSet, load_planes
from training.evaluation.radiometric import radiometric_trials
from training.evaluation.worn_gain_map import wear, worn_gain_map_trials
from training.synthetic_scene import draw_scene


@pytest.fixture
def plane() -> Plane:
    """Sensor values of a scene, with an offset and a gain that are no picture's."""
    return np.asarray(9000 + 7 * draw_scene(96, 128, np.random.default_rng(2)).astype(np.uint16), np.uint16)


@pytest.fixture
def planes(plane: Plane) -> PlaneSet:
    """The same as a set of one."""
    return PlaneSet("kiln", (Path("a.png"),), (plane,))


def test_gain_control_stretches_from_percentile_to_percentile(plane: Plane) -> None:
    picture = control_gain(scale_to_span(plane))
    assert picture.dtype == np.uint8
    assert np.percentile(picture, [0.5, 99.5]).tolist() == pytest.approx([0, 255], abs=2)
    assert np.array_equal(picture, control_gain(scale_to_span(plane * 2)))


def test_a_flat_plane_becomes_a_black_picture() -> None:
    assert control_gain(scale_to_span(np.full((8, 8), 7000, np.uint16))).max() == 0


def test_each_fault_changes_the_values_and_is_the_same_for_the_same_seed(plane: Plane) -> None:
    scaled = scale_to_span(plane)
    for kind, fault in PLANE_FAULTS.items():
        once, again = (fault(scaled, np.random.default_rng(0)) for _ in range(2))
        assert np.array_equal(once, again), kind
        assert once.shape == scaled.shape
        assert np.abs(once - scaled).max() > 0.02, kind


def test_clean_frames_are_half_of_each_place(planes: PlaneSet) -> None:
    trials = list(radiometric_trials(planes, 0))
    counts = Counter((trial.protocol, trial.kind == NONE) for trial in trials)
    n_faults = len(PLANE_FAULTS)
    assert counts == {
        (f"gain-control:{place}", clean): n_faults for place in ("before", "after") for clean in (True, False)
    }


def test_gain_control_takes_back_part_of_a_shading_that_comes_before_it(planes: PlaneSet) -> None:
    means = {trial.protocol: trial.picture.mean() for trial in radiometric_trials(planes, 0) if trial.kind == "shading"}
    assert means["gain-control:before"] > means["gain-control:after"]


def test_a_worn_gain_map_shows_columns(plane: Plane, planes: PlaneSet) -> None:
    scaled = scale_to_span(plane)
    drift = wear(scaled, np.random.default_rng(0)) - scaled
    assert drift.mean(axis=0).std() > 3 * drift.mean(axis=1).std()
    assert [trial.kind for trial in worn_gain_map_trials(planes, 0)] == [NONE, "fixed_pattern_noise"]


def test_planes_are_read_from_a_folder(tmp_path: Path, plane: Plane) -> None:
    cv2.imwrite(str(tmp_path / "b.png"), plane)
    cv2.imwrite(str(tmp_path / "a.tiff"), plane)
    planes = load_planes(tmp_path)
    assert [path.name for path in planes.paths] == ["a.tiff", "b.png"]
    assert np.array_equal(planes.frames[1], plane)


def test_what_is_no_folder_of_planes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="expected a folder of 16-bit frames"):
        load_planes(tmp_path / "gone")
    with pytest.raises(DatasetError, match="found none"):
        load_planes(tmp_path)
    cv2.imwrite(str(tmp_path / "eight.png"), np.zeros((40, 40), np.uint8))
    with pytest.raises(DatasetError, match=r"16-bit grey in .*eight\.png.*uint8"):
        load_planes(tmp_path)
    (tmp_path / "eight.png").write_bytes(b"no picture")
    with pytest.raises(DatasetError, match="got no picture"):
        load_planes(tmp_path)
    (tmp_path / "eight.png").write_bytes(b"")
    with pytest.raises(DatasetError, match="got no picture"):
        load_planes(tmp_path)
