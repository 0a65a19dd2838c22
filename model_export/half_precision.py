"""Weights in half precision: half the bytes on disk, the same numbers in memory."""

from typing import Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxscript import ir

_FEWEST: Final = 64
"""Below so many numbers the node that casts them back takes more bytes than are saved."""


def store_in_half(model: onnx.ModelProto) -> None:
    """Store each float32 initializer as float16 with a cast back, where no value of it changes.

    ONNX Runtime casts them once, when it loads the file; the graph that runs is the same.
    """
    casts = []
    for weights in model.graph.initializer:
        if weights.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(weights)
        half = _as_half(values)
        if values.size < _FEWEST or not np.array_equal(half.astype(np.float32), values):
            continue
        name = weights.name
        weights.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
        casts.append(helper.make_node("Cast", [weights.name], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def restores_weights(node: ir.Node) -> bool:
    """Whether a node casts what `store_in_half` stored."""
    source = node.inputs[0] if node.op_type == "Cast" else None
    return source is not None and source.is_initializer() and source.dtype == ir.DataType.FLOAT16


def _as_half(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float16]]:
    with np.errstate(over="ignore"):  # what overflows is found to differ
        return values.astype(np.float16)
