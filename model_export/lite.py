"""The family `lite`: its graph, and what the graph is compared with."""

from typing import Final

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from model_export.graph import HEADER, build_graph
from model_export.reference import Outputs, Reference
from training.distortions.base import Frame
from training.network import Lite

OUTPUTS: Final = ("quality", "distortion", "severity", "embedding")

# Transposing first keeps the channels contiguous; slicing the last axis of the frame took 10 ms at 640 x 512,
# this 0.1 to 0.4 ms. The weights' slice begins at channels / 2: [1:4] for BGR, [0:1] for grey.
# ITU-R BT.601 luma, divided by 255.
_LUMA: Final = f"""
{HEADER}
luma_of_frame (uint8[n, height, width, channels] frame) => (float[n, 1, height, width] luma)
<float[4] weights = {{{1 / 255:.9g}, {0.114 / 255:.9g}, {0.587 / 255:.9g}, {0.299 / 255:.9g}}},
 int64[1] two = {{2}}, int64[4] kernel_shape = {{1, -1, 1, 1}}>
{{
  planes = Transpose <perm = [0, 3, 1, 2]> (frame)
  planes_float = Cast <to = 1> (planes)
  n_channels = Shape <start = 1, end = 2> (planes)
  begin = Div (n_channels, two)
  end = Add (begin, n_channels)
  used_weights = Slice (weights, begin, end)
  kernel = Reshape (used_weights, kernel_shape)
  luma = Conv <kernel_shape = [1, 1]> (planes_float, kernel)
}}
"""

_LUMA_WEIGHTS: Final = (0.114, 0.587, 0.299)


class _Assess(nn.Module):
    """A `Lite` network with the outputs of the model contract."""

    def __init__(self, network: Lite) -> None:
        super().__init__()
        self.network = network

    def forward(self, luma: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        answer = self.network.assess(luma)
        return answer.quality, answer.distortion, answer.severity, answer.embedding


def build_lite_graph(network: Lite) -> onnx.ModelProto:
    """Build the graph of a `Lite` network: uint8 `frame` in, `OUTPUTS` out.

    Args:
        network: Trained network; it is switched to evaluation mode.

    Returns:
        A checked model without metadata; `frame` is N x H x W x C, C 1 (grey) or 3 (BGR), H and W from 32 up.
    """
    return build_graph(
        _LUMA,
        _Assess(network).eval(),
        torch.zeros(2, 1, 96, 128),
        dynamic={0: torch.export.Dim("n"), 2: torch.export.Dim("height"), 3: torch.export.Dim("width")},
        outputs=OUTPUTS,
        name="flir_iqa_lite",
    )


def lite_reference(network: Lite) -> Reference:
    """Give the network in torch, for a comparison with its graph.

    Args:
        network: In evaluation mode.
    """

    def assess(frame: Frame) -> Outputs:
        luma = frame if frame.ndim == 2 else frame @ np.array(_LUMA_WEIGHTS)
        with torch.inference_mode():
            answer = network.assess(torch.from_numpy(luma.astype(np.float32) / 255)[None, None])
        return {name: getattr(answer, name)[0].numpy() for name in OUTPUTS}

    return Reference("the network in torch", assess)
