"""Small ONNX files made on the spot: one that keeps the model contract, and ones that break it in one way each."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
from onnx import TensorProto, helper, parser

_GRAPH = """
<ir_version: 10, opset_import: ["" : 20]>
tiny (uint8[n, height, width, channels] frame) => ({outputs})
<float[1, 2] falling = {{1.0, -1.0}}, float[1, 2] lift = {{0.0, 1.0}}, float[1, 128] unit = {{{unit}}},
 int64[3] picture = {{1, 2, 3}}, int64[2] column = {{-1, 1}}, int64[1] flat = {{-1}}, float[1] white = {{255.0}}>
{{
  numbers = Cast <to = 1> (frame)
  means = ReduceMean <keepdims = 0> (numbers, picture)
  quality = {quality} (means, white)
  standing = Reshape (quality, column)
  signed = Mul (standing, falling)
  distortion = Add (signed, lift)
  severity = Reshape (quality, flat)
  ones = Sub (standing, standing)
  embedding = Add (ones, unit)
}}
"""

METADATA = {
    "contract": "1",
    "name": "tiny",
    "version": "7",
    "kinds": json.dumps(["none", "underexposure"]),
    "training_data": "nothing: its quality is the frame's mean brightness",
    "licence": "MIT",
}


def make_model(
    path: Path,
    *,
    outputs: Sequence[str] = ("quality", "distortion", "embedding"),
    quality: str = "Div",
    changes: Mapping[str, str | None] | None = None,
) -> Path:
    """Write a model whose quality is the frame's mean brightness.

    Args:
        path: File to write.
        outputs: Which of quality, distortion, embedding and severity it gives.
        quality: Operator between the mean brightness and 255; `Div` keeps the contract.
        changes: Metadata that differ from `METADATA`; None leaves one out.

    Returns:
        `path`.
    """
    shapes = {"quality": "n", "distortion": "n, 2", "embedding": "n, 128", "severity": "n"}
    text = _GRAPH.format(
        outputs=", ".join(f"float[{shapes[name]}] {name}" for name in outputs),
        unit=", ".join(["1.0"] + ["0.0"] * 127),
        quality=quality,
    )
    model = parser.parse_model(text)
    metadata = {**METADATA, **(changes or {})}
    helper.set_model_props(model, {f"flir_iqa.{key}": text for key, text in metadata.items() if text is not None})
    path.write_bytes(model.SerializeToString())
    return path


def move_weights(path: Path, place: str, **extent: str) -> Path:
    """Have one weight of a model (`white`, one float) lie in a file of its own.

    Args:
        path: The model.
        place: Where the weight is said to lie, from the model's folder.
        extent: What else is said of it: `offset`, `length`.
    """
    model = onnx.load(path)
    weight = next(each for each in model.graph.initializer if each.name == "white")
    weight.ClearField("float_data")
    weight.ClearField("raw_data")
    weight.data_location = TensorProto.EXTERNAL
    for key, value in {"location": place, **extent}.items():
        weight.external_data.add(key=key, value=value)
    path.write_bytes(model.SerializeToString())
    return path


def make_identity(path: Path) -> Path:
    """Write an ONNX file that has nothing to do with pictures."""
    tensor = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "identity", tensor[:1], tensor[1:])
    onnx.save(helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 20)]), path)
    return path
