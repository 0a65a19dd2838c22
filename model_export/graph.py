"""What the graphs of all model files share: preprocessing, written by hand, before a network, exported by torch."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import onnx
import torch
from onnx import compose, parser
from onnxscript import ir, optimizer
from torch import Tensor, nn

from model_export.half_precision import restores_weights, store_in_half

HEADER: Final = '<ir_version: 10, opset_import: ["" : 20]>'
"""First line of each hand-written graph: what ONNX Runtime 1.24 and later read."""

_IR_VERSION: Final = 10
_OPSET: Final = 20


def build_graph(
    preprocessing: str,
    network: nn.Module,
    example: Tensor,
    *,
    dynamic: Mapping[int, Any],
    outputs: Sequence[str],
    name: str,
) -> onnx.ModelProto:
    """Join preprocessing and network into one graph: uint8 `frame` in, `outputs` out.

    Args:
        preprocessing: A graph in ONNX's text form, from `frame` to one tensor.
        network: A module in evaluation mode that takes that tensor.
        example: An input of the network.
        dynamic: The axes of the input that may have other sizes.
        outputs: Names of what the network gives, in its order.
        name: Name of the graph.

    Returns:
        A checked model without metadata, its weights stored in half precision where that loses nothing.
    """
    front = parser.parse_model(preprocessing)
    joint = front.graph.output[0].name
    core = _export(network, example, joint, dynamic, outputs)
    store_in_half(core)
    model = compose.merge_models(front, _optimized(core), io_map=[(joint, joint)], name=name)
    _strip_provenance(model)
    model.producer_name, model.producer_version = "flir-iqa", ""
    onnx.checker.check_model(model, full_check=True)
    return model


def _export(
    network: nn.Module, example: Tensor, name: str, dynamic: Mapping[int, Any], outputs: Sequence[str]
) -> onnx.ModelProto:
    with _quiet_exporter():
        program = torch.onnx.export(
            network,
            (example,),
            dynamo=True,
            input_names=[name],
            output_names=list(outputs),
            dynamic_shapes=(dict(dynamic),),
            opset_version=_OPSET,
            optimize=False,  # see _optimized
            verbose=False,
        )
    if program is None:
        message = "torch.onnx.export gave no program"
        raise RuntimeError(message)
    model = onnx.ModelProto()
    model.CopyFrom(program.model_proto)
    model.ir_version = _IR_VERSION
    return model


def _optimized(model: onnx.ModelProto) -> onnx.ModelProto:
    """Fold what is constant, but for the casts of weights: BatchNorm folded into half precision would lose digits.

    ONNX Runtime folds both when it loads the file.
    """
    graph = ir.serde.deserialize_model(model)
    optimizer.optimize_ir(graph, should_fold=lambda node: False if restores_weights(node) else None)
    return ir.serde.serialize_model(graph)


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
    holders: list[Any] = [model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer]
    for holder in holders:
        del holder.metadata_props[:]
        holder.doc_string = ""
