"""The family `fliqe-resnet50`, the ancestor's network: its graph, and what the graph is compared with."""

from typing import Final

import onnx
import torch
from torch import Tensor

from model_export.graph import HEADER, build_graph
from model_export.pillow_resize import HEIGHT, WIDTH, initializers, resize_pass
from model_export.reference import Outputs, Reference
from training.distortions.base import Frame
from training.fliqe.network import SIDE_PX, Fliqe, IqaEncoder
from training.fliqe.preprocessing import prepare

OUTPUTS: Final = ("quality", "distortion", "embedding")
ENCODER_OUTPUTS: Final = ("embedding",)

# The channels' order is last, middle, first: red, green, blue of BGR, three times the same of grey.
_PICTURES: Final = f"""
{HEADER}
pictures_of_frame (uint8[n, height, width, channels] frame) => (float[n, 3, {SIDE_PX}, {SIDE_PX}] pictures)
<{initializers(SIDE_PX)},
 int64[1] first_channel = {{0}}, int64[1] one_channel = {{1}}, int64[1] two = {{2}}, float white = {{255.0}}>
{{
  planes = Transpose <perm = [0, 3, 1, 2]> (frame)
  {resize_pass(WIDTH, "planes", "narrow")}
  {resize_pass(HEIGHT, "narrow", "small")}
  n_channels = Shape <start = 1, end = 2> (planes)
  last_channel = Sub (n_channels, one_channel)
  middle_channel = Div (n_channels, two)
  order = Concat <axis = 0> (last_channel, middle_channel, first_channel)
  rgb = Gather <axis = 1> (small, order)
  rgb_float = Cast <to = 1> (rgb)
  pictures = Div (rgb_float, white)
}}
"""


def build_fliqe_graph(network: Fliqe | IqaEncoder) -> onnx.ModelProto:
    """Build the graph of the ancestor's network: uint8 `frame` in, `OUTPUTS` out, or `ENCODER_OUTPUTS`.

    Args:
        network: Trained network; it is switched to evaluation mode.

    Returns:
        A checked model without metadata; `frame` is N x H x W x C, C 1 (grey) or 3 (BGR).
    """
    return build_graph(
        _PICTURES,
        network.eval(),
        torch.zeros(2, 3, SIDE_PX, SIDE_PX),
        dynamic={0: torch.export.Dim("n")},
        outputs=outputs_of(network),
        name="flir_iqa_fliqe",
    )


def fliqe_reference(network: Fliqe | IqaEncoder) -> Reference:
    """Give the network in torch behind Pillow's resize, for a comparison with its graph.

    Args:
        network: In evaluation mode.
    """

    def assess(frame: Frame) -> Outputs:
        with torch.inference_mode():
            answer = network(prepare(frame)[None])
        outputs = (answer,) if isinstance(answer, Tensor) else answer
        return {name: output[0].numpy() for name, output in zip(outputs_of(network), outputs, strict=True)}

    return Reference("the network in torch, frames resized by Pillow", assess)


def outputs_of(network: Fliqe | IqaEncoder) -> tuple[str, ...]:
    """Names of what the network gives, in its order."""
    return OUTPUTS if isinstance(network, Fliqe) else ENCODER_OUTPUTS
