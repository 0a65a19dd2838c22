"""Gain, polarity and palette leave what a person still calls well exposed."""

import numpy as np
import pytest

from training.camera_variation.gain import vary_gain
from training.camera_variation.palettes import PALETTE_LUMA
from training.distortions import Frame
from training.synthetic_scene import draw_scene

SEEDS = range(200)


@pytest.mark.parametrize("level", [0, 3, 128, 250, 255])
def test_a_part_without_contrast_is_never_left_near_black_or_white(level: int) -> None:
    flat = np.clip(np.random.default_rng(0).normal(level, 2, (60, 80)), 0, 255).astype(np.uint8)
    middles = [np.median(vary_gain(flat, np.random.default_rng(seed))) for seed in SEEDS]
    # CLAHE and palettes move it after that, seldom and never to the very end.
    assert np.mean([30 <= middle <= 225 for middle in middles]) > 0.9


def test_some_frames_keep_few_levels() -> None:
    scene = draw_scene(120, 160, np.random.default_rng(0))
    spans = [np.ptp(np.percentile(vary_gain(scene, np.random.default_rng(seed)), [5, 95])) for seed in SEEDS]
    assert 0.03 < np.mean([span < 60 for span in spans]) < 0.3


def test_a_frame_is_not_torn_into_bands() -> None:
    ramp = np.tile(np.linspace(110, 140, 160).astype(np.uint8), (120, 1))
    for seed in SEEDS:
        levels = np.unique(vary_gain(ramp, np.random.default_rng(seed)))
        assert len(levels) >= 8 or np.diff(levels).max() <= 3


def _rises(luma: Frame) -> bool:
    return bool((np.diff(luma.astype(int)) >= -1).all())  # each colour is rounded before its luma is


def test_ironbow_and_lava_brighten_all_the_way_and_rainbows_do_not() -> None:
    ironbow, arctic, lava, rainbow, high_contrast = PALETTE_LUMA[:5]
    assert _rises(ironbow)
    assert _rises(lava)
    assert not any(_rises(luma) for luma in (arctic, rainbow, high_contrast))


def test_every_palette_maps_all_levels_over_a_wide_span() -> None:
    for luma in PALETTE_LUMA:
        assert luma.shape == (256,)
        assert luma.dtype == np.uint8
        assert np.ptp(luma) > 120
