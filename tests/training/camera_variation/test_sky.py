"""A sky over the scene is clean: flat above, sharp against the ground, the ground as it was."""

import numpy as np

from training.camera_variation.sky import put_sky
from training.synthetic_scene import draw_scene

SEEDS = range(400)


def skies() -> list[tuple[np.ndarray, np.ndarray]]:
    """The scene and what became of it, where a sky was put."""
    scene = draw_scene(120, 160, np.random.default_rng(0))
    varied = [put_sky(scene, np.random.default_rng(seed)) for seed in SEEDS]
    return [(scene, each) for each in varied if not np.array_equal(each, scene)]


def test_comes_now_and_then() -> None:
    assert 0.03 < len(skies()) / len(SEEDS) < 0.2


def test_hides_the_top_and_leaves_the_ground_but_for_its_contrast() -> None:
    likenesses, n_untouched = [], 0
    for scene, varied in skies():
        changed = (scene != varied).mean(axis=1)
        assert changed[:6].mean() > 0.5
        likenesses.append(np.corrcoef(scene[-8:].ravel(), varied[-8:].ravel())[0, 1])
        n_untouched += bool(changed[-1] < 0.5)
    assert np.quantile(likenesses, 0.2) > 0.8
    assert 0.3 < n_untouched / len(likenesses) < 0.8


def test_small_frames_stay_as_they_are() -> None:
    tiny = np.full((15, 40), 90, np.uint8)
    assert all(np.array_equal(put_sky(tiny, np.random.default_rng(seed)), tiny) for seed in SEEDS)
