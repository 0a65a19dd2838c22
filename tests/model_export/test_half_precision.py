"""Weights in half precision: only where nothing changes, and the runtime sees the same numbers."""

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, numpy_helper, parser

from model_export.half_precision import store_in_half

Weights = NDArray[np.float32]


def model_with(weights: Weights) -> onnx.ModelProto:
    """A graph that adds `weights` to its input."""
    model = parser.parse_model(f"""
<ir_version: 10, opset_import: ["" : 20]>
add (float[{weights.size}] x) => (float[{weights.size}] y) {{ y = Add (x, weights) }}""")
    model.graph.initializer.append(numpy_helper.from_array(weights, "weights"))
    return model


def run(model: onnx.ModelProto, size: int) -> Weights:
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"x": np.zeros(size, np.float32)})[0])


def stored_type(model: onnx.ModelProto) -> int:
    return int(model.graph.initializer[0].data_type)


def test_weights_that_are_half_precision_take_half_the_bytes_and_stay_the_same(rng: np.random.Generator) -> None:
    weights = rng.standard_normal(4096).astype(np.float16).astype(np.float32)
    model = model_with(weights)
    before = len(model.SerializeToString())
    store_in_half(model)
    assert stored_type(model) == TensorProto.FLOAT16
    assert len(model.SerializeToString()) < 0.51 * before
    assert np.array_equal(run(model, 4096), weights)


@pytest.mark.parametrize("value", [0.1, 1e-9, 70000.0, np.float32(1 / 3)])
def test_weights_that_would_change_stay_as_they_are(value: float) -> None:
    weights = np.ones(4096, np.float32)
    weights[7] = value
    model = model_with(weights)
    store_in_half(model)
    assert stored_type(model) == TensorProto.FLOAT
    assert np.array_equal(run(model, 4096), weights)


def test_a_few_numbers_are_not_worth_a_node() -> None:
    model = model_with(np.ones(63, np.float32))
    store_in_half(model)
    assert stored_type(model) == TensorProto.FLOAT
