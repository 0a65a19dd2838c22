"""An ONNX file that keeps the model contract, and hangs on a white picture."""

from pathlib import Path

import onnx
from onnx import parser

from tests.flir_iqa.model_files import make_model

_HANG = """
<ir_version: 10, opset_import: ["" : 20]>
hang (uint8[n, height, width, channels] frame, float[n] sound) => (float[n] quality)
<float white_mean = {254.5}, int64 for_ever = {1000000000000}, float zero = {0.0}>
{
  bright = Cast <to = 1> (frame)
  mean = ReduceMean <keepdims = 0> (bright)
  is_white = Greater (mean, white_mean)
  one = Cast <to = 7> (is_white)
  rounds = Mul (one, for_ever)
  spin = Loop (rounds, , zero) <body = round (int64 i, bool before, float carried) => (bool after, float next)
    { after = Identity (before)  next = Identity (carried) }>
  quality = Add (sound, spin)
}
"""


def make_hanging_model(path: Path) -> Path:
    """Write it: one frame that is white keeps the scorer busy for days."""
    model, hang = onnx.load(make_model(path)), parser.parse_model(_HANG).graph
    for node in model.graph.node:
        if "quality" in node.output:
            node.output[:] = ["sound"]
    place = next(i for i, node in enumerate(model.graph.node) if "quality" in node.input)
    before, after = list(model.graph.node)[:place], list(model.graph.node)[place:]
    del model.graph.node[:]
    model.graph.node.extend([*before, *hang.node, *after])
    model.graph.initializer.extend(hang.initializer)
    onnx.save(model, path)
    return path
