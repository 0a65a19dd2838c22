"""The resize in the graph gives Pillow's pixels, each of them."""

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import parser
from PIL import Image

from model_export.graph import HEADER
from model_export.pillow_resize import HEIGHT, WIDTH, initializers, resize_pass
from tests.training.fliqe.networks import sample_frames
from training.fliqe.network import SIDE_PX

Planes = NDArray[np.uint8]


@pytest.fixture(scope="module")
def session() -> onnxruntime.InferenceSession:
    """A graph that resizes and does nothing else."""
    model = parser.parse_model(f"""
{HEADER}
resize (uint8[n, c, h, w] planes) => (uint8[n, c, {SIDE_PX}, {SIDE_PX}] small) <{initializers(SIDE_PX)}>
{{
  {resize_pass(WIDTH, "planes", "narrow")}
  {resize_pass(HEIGHT, "narrow", "small")}
}}""")
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def by_pillow(plane: Planes) -> Planes:
    narrow = Image.fromarray(plane).resize((SIDE_PX, plane.shape[0]), Image.Resampling.BILINEAR)
    return np.asarray(narrow.resize((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR))


@pytest.mark.parametrize(
    ("height", "width"),
    [
        (32, 32),
        (33, 47),
        (120, 160),
        (224, 224),
        (225, 223),
        (511, 637),
        (512, 640),
        (640, 512),
        (32, 1500),
        (1500, 32),
    ],
)
def test_noise_of_any_size_comes_out_as_from_pillow(
    session: onnxruntime.InferenceSession, height: int, width: int, rng: np.random.Generator
) -> None:
    planes = rng.integers(0, 256, (2, 3, height, width), np.uint8)
    (small,) = session.run(None, {"planes": planes})
    expected = np.stack([[by_pillow(plane) for plane in frame] for frame in planes])
    assert np.array_equal(small, expected)


@pytest.mark.parametrize("level", [0, 1, 128, 254, 255])
def test_a_constant_frame_stays_constant(session: onnxruntime.InferenceSession, level: int) -> None:
    (small,) = session.run(None, {"planes": np.full((1, 1, 511, 637), level, np.uint8)})
    assert (small == level).all()


def test_real_frames_are_within_a_fraction_of_a_level_of_pillows_own_order(
    session: onnxruntime.InferenceSession,
) -> None:
    for frame in sample_frames():
        (small,) = session.run(None, {"planes": np.ascontiguousarray(frame.transpose(2, 0, 1))[np.newaxis]})
        pillow = np.asarray(Image.fromarray(frame).resize((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR))
        difference = np.abs(small[0].transpose(1, 2, 0).astype(int) - pillow)
        assert difference.mean() < 1
        assert difference.max() <= 1
