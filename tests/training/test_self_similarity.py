"""Where a picture resembles itself shifted."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from training.distortions.base import Frame
from training.distortions.ghosting import overlay_shifted
from training.self_similarity import N_FEATURES, SelfSimilarity
from training.synthetic_scene import draw_scene


def halved(frame: Frame) -> Tensor:
    """A frame as the network passes it on."""
    return F.avg_pool2d(torch.from_numpy(frame.astype(np.float32) / 255)[None, None], 2)


def maps_of(frame: Frame) -> tuple[Tensor, Tensor]:
    """Autocorrelation and cepstrum, 17 x 32 each."""
    autocorrelation, cepstrum = SelfSimilarity().maps(halved(frame))[0]
    return autocorrelation, cepstrum


@pytest.mark.parametrize(("shift_px", "rise_px", "row", "column"), [(10, 0, 0, 5), (20, 6, 3, 10), (-12, 8, 4, -6)])
def test_a_ghost_is_a_peak_of_the_cepstrum_at_its_shift(shift_px: int, rise_px: int, row: int, column: int) -> None:
    scene = draw_scene(256, 320, np.random.default_rng(3))
    _, before = maps_of(scene)
    _, after = maps_of(overlay_shifted(scene, shift_px, rise_px, 0.4))
    gain = after - before
    gain[:3, 13:20] = 0  # next to no shift at all the scene itself changes
    gain[0, :16] = 0  # within a row, left and right are the same
    assert divmod(int(gain.argmax()), 32) == (row, column + 16)
    assert gain.max() > 3 * gain.abs().median()


def test_a_picture_is_most_like_itself_unshifted() -> None:
    autocorrelation, _ = maps_of(draw_scene(200, 300, np.random.default_rng(0)))
    assert int(autocorrelation.argmax()) == 16
    assert autocorrelation[0, 16] == pytest.approx(4.0, rel=1e-3)


def test_noise_is_like_nothing_but_itself() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (256, 320), dtype=np.uint8)
    autocorrelation, _ = maps_of(noise)
    autocorrelation[:3, 13:20] = 0
    assert autocorrelation.abs().max() < 0.5


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_flat_frame_resembles_nothing(level: int) -> None:
    autocorrelation, cepstrum = maps_of(np.full((64, 96), level, np.uint8))
    assert autocorrelation.abs().max() < 0.1
    assert torch.isfinite(cepstrum).all()


@pytest.mark.parametrize("shape", [(32, 32), (33, 47), (120, 160)])
def test_any_size_gives_as_many_features(shape: tuple[int, int]) -> None:
    frame = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    assert SelfSimilarity().eval()(halved(frame)).shape == (1, N_FEATURES)
