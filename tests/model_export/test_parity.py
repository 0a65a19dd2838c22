"""The comparison notices a graph that says something else."""

import numpy as np
import onnx
import pytest

from flir_iqa.errors import ModelError
from model_export.lite import OUTPUTS, lite_reference
from model_export.parity import P99_TOLERANCE, check_parity, synthetic_frames
from training.network import Lite

pytestmark = pytest.mark.integration


def test_the_export_says_what_the_network_says(network: Lite, graph: onnx.ModelProto) -> None:
    parity = check_parity(lite_reference(network), graph, synthetic_frames()[-2:])
    assert parity.outputs == OUTPUTS
    assert (parity.n_frames, parity.n_real_frames) == (len(synthetic_frames()) + 2, 2)
    assert parity.p99_quality_difference is not None
    assert parity.p99_quality_difference <= parity.max_difference <= P99_TOLERANCE


def damaged(graph: onnx.ModelProto, value: float) -> onnx.ModelProto:
    """A copy whose classifier has another bias."""
    copy = onnx.ModelProto()
    copy.CopyFrom(graph)
    bias = next(each for each in copy.graph.initializer if each.name.endswith("classify.bias"))
    values = np.arange(bias.dims[0], dtype=np.float32) * np.float32(value)
    bias.CopyFrom(onnx.numpy_helper.from_array(values, bias.name))
    return copy


@pytest.mark.parametrize("value", [0.5, float("nan")])
def test_a_graph_that_differs_is_refused(value: float, network: Lite, graph: onnx.ModelProto) -> None:
    with pytest.raises(ModelError, match=r"expected the exported graph within 0\.001 of the network"):
        check_parity(lite_reference(network), damaged(graph, value))
