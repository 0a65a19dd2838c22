"""Faults of sensor and lens, against what can be worked out."""

import numpy as np
import pytest

from training.distortions import Frame
from training.distortions.banding import Banding
from training.distortions.dead_pixels import DeadPixels
from training.distortions.fixed_pattern import FixedPatternNoise
from training.distortions.fog import FoggedLens
from training.distortions.obstruction import Obstruction
from training.distortions.shading import Shading

SEEDS = range(20)
FLAT = np.full((96, 128), 128, np.uint8)


def change_of(distorted: Frame) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Signed change of the flat frame."""
    return distorted.astype(np.float64) - 128


def test_a_fixed_pattern_belongs_to_lines_more_than_to_pixels() -> None:
    for seed in SEEDS:
        change = change_of(FixedPatternNoise().apply(FLAT, 0.5, np.random.default_rng(seed)))
        of_lines = change.mean(axis=0).var() + change.mean(axis=1).var()
        assert of_lines > 0.8 * change.var()
        assert change.std() == pytest.approx(13, rel=0.6)


def test_dead_pixels_are_few_far_from_the_scene_and_stay_when_more_come() -> None:
    for seed in SEEDS:
        few = DeadPixels().apply(FLAT, 0.6, np.random.default_rng(seed)) != 128
        many = DeadPixels().apply(FLAT, 0.9, np.random.default_rng(seed)) != 128
        assert few.mean() < 0.01
        assert many.sum() > few.sum()
        assert (many | ~few).all()
        changed = DeadPixels().apply(FLAT, 0.9, np.random.default_rng(seed))[many]
        assert np.abs(changed.astype(int) - 128).min() >= 60


def test_fog_takes_contrast_and_sharpness(scene: Frame) -> None:
    def steps(frame: Frame) -> float:
        return float(np.abs(np.diff(frame.astype(float), axis=1)).mean())

    for seed in SEEDS:
        fogged = FoggedLens().apply(scene, 0.8, np.random.default_rng(seed))
        assert fogged.std() < 0.75 * scene.std()
        assert steps(fogged) < 0.5 * steps(scene)


def test_shading_is_smooth_and_large() -> None:
    for seed in SEEDS:
        change = change_of(Shading().apply(FLAT, 0.6, np.random.default_rng(seed)))
        assert np.ptp(change) > 40
        assert max(np.abs(np.diff(change, axis=axis)).max() for axis in (0, 1)) <= 8


@pytest.mark.parametrize("severity", [0.3, 0.6, 1.0])
def test_an_obstruction_covers_its_share_of_the_frame(severity: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (96, 128), np.uint8)
    shares = []
    for seed in SEEDS:
        covered = Obstruction().apply(noise, severity, np.random.default_rng(seed))
        # What is covered has lost its texture.
        texture = np.abs(np.diff(covered.astype(float), axis=1))
        shares.append(float((texture < 15).mean()))
    assert np.mean(shares) == pytest.approx(0.75 * severity, abs=0.15)


def test_banding_leaves_as_many_levels_as_it_says() -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (8, 1))
    for severity, n_levels in ((0.2, 35), (0.5, 14), (1.0, 3)):
        banded = Banding().apply(ramp, severity, np.random.default_rng(1))
        assert len(np.unique(banded)) == pytest.approx(n_levels, abs=1)
        assert (np.diff(banded.astype(int)[0]) >= 0).all()
