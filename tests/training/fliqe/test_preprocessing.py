"""The ancestor's preprocessing, in torch."""

import numpy as np
import torch
from PIL import Image

from training.distortions import Frame
from training.fliqe.preprocessing import prepare


def test_blue_of_opencv_is_the_last_channel() -> None:
    blue = np.zeros((50, 60, 3), np.uint8)
    blue[:, :, 0] = 255
    assert prepare(blue).amax(dim=(1, 2)).tolist() == [0, 0, 1]


def test_grey_fills_three_equal_channels(scene: Frame) -> None:
    picture = prepare(scene)
    assert picture.shape == (3, 224, 224)
    assert torch.equal(picture[0], picture[1])
    assert torch.equal(picture[0], picture[2])


def test_it_is_pillows_bilinear_divided_by_255(scene: Frame) -> None:
    resized = np.asarray(Image.fromarray(scene).resize((224, 224), Image.Resampling.BILINEAR), np.float32)
    assert np.abs(prepare(scene)[0].numpy() * 255 - resized).mean() < 0.3
