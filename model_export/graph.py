"""The graph of a model file: preprocessing, written by hand, before the network, exported by torch."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import onnx
import torch
from onnx import compose, parser
from torch import Tensor, nn

from training.network import Lite

OUTPUTS: Final = ("quality", "distortion", "embedding")
_IR_VERSION: Final = 10
_OPSET: Final = 20

# Transposing first keeps the channels contiguous; slicing the last axis of the frame took 10 ms at 640 x 512,
# this 0.1 to 0.4 ms. The weights' slice begins at channels / 2: [1:4] for BGR, [0:1] for grey.
# ITU-R BT.601 luma, divided by 255.
_LUMA: Final = f"""
<ir_version: {_IR_VERSION}, opset_import: ["" : {_OPSET}]>
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


class _Head(nn.Module):
    """A `Lite` network with the outputs of the model contract."""

    def __init__(self, network: Lite) -> None:
        super().__init__()
        self.network = network

    def forward(self, luma: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        output = self.network(luma)
        distortion = output.logits.softmax(dim=1)
        return distortion[:, 0], distortion, output.embedding


def build_graph(network: Lite) -> onnx.ModelProto:
    """Build the graph of a `Lite` network: uint8 `frame` in, `quality`, `distortion` and `embedding` out.

    Args:
        network: Trained network; it is switched to evaluation mode.

    Returns:
        A checked model without metadata; `frame` is N x H x W x C, C 1 (grey) or 3 (BGR), H and W from 32 up.
    """
    model = compose.merge_models(
        parser.parse_model(_LUMA), _export_core(network), io_map=[("luma", "luma")], name="flir_iqa_lite"
    )
    _strip_provenance(model)
    model.producer_name, model.producer_version = "flir-iqa", ""
    onnx.checker.check_model(model, full_check=True)
    return model


def _export_core(network: Lite) -> onnx.ModelProto:
    dynamic = {0: torch.export.Dim("n"), 2: torch.export.Dim("height"), 3: torch.export.Dim("width")}
    with _quiet_exporter():
        program = torch.onnx.export(
            _Head(network).eval(),
            (torch.zeros(2, 1, 96, 128),),
            dynamo=True,
            input_names=["luma"],
            output_names=list(OUTPUTS),
            dynamic_shapes={"luma": dynamic},
            opset_version=_OPSET,
            verbose=False,
        )
    if program is None:
        message = "torch.onnx.export gave no program"
        raise RuntimeError(message)
    model = onnx.ModelProto()
    model.CopyFrom(program.model_proto)
    model.ir_version = _IR_VERSION
    return model


@contextmanager
def _quiet_exporter() -> Iterator[None]:
    """Silence the exporter's remarks on torchvision's operators, which no model here uses."""
    logger = logging.getLogger("torch.onnx._internal.exporter._registration")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _strip_provenance(model: onnx.ModelProto) -> None:
    """Remove what the exporter notes of its own run: stack traces with paths of this machine among it."""
    graph = model.graph
    holders = [model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer]
    for holder in holders:
        del holder.metadata_props[:]
        holder.doc_string = ""
