"""The ancestor's preprocessing: RGB, Pillow's bilinear resize to 224 x 224, divided by 255, no mean or deviation."""

import cv2
import numpy as np
import torch
from PIL import Image
from torch import Tensor

from training.distortions.base import Frame
from training.fliqe.network import SIDE_PX


def prepare(frame: Frame) -> Tensor:
    """Make the network's input of one frame.

    Args:
        frame: uint8, H x W grey or H x W x 3 BGR, of any size.

    Returns:
        Float, 3 x 224 x 224, RGB, 0..1.
    """
    picture = Image.fromarray(frame if frame.ndim == 2 else cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
    # In two steps, because Pillow 13 sometimes begins with the height, and one pixel in five then rounds otherwise.
    narrow = picture.resize((SIDE_PX, picture.height), Image.Resampling.BILINEAR)
    small = narrow.resize((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR).convert("RGB")
    return torch.from_numpy(np.array(small)).permute(2, 0, 1).float() / 255
