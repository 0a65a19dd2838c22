"""The ancestor's network as a graph: the model contract, and parity with torch and Pillow on real frames."""

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import nn

from flir_iqa.errors import ModelError
from model_export.fliqe import OUTPUTS, build_fliqe_graph, fliqe_reference
from model_export.parity import check_parity
from tests.training.fliqe.networks import sample_frames
from training.datasets import to_colour
from training.fliqe.network import Fliqe
from training.synthetic_scene import draw_scene

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def graph(fliqe: Fliqe) -> onnx.ModelProto:
    """Its graph."""
    return build_fliqe_graph(fliqe)


@pytest.fixture(scope="module")
def session(graph: onnx.ModelProto) -> onnxruntime.InferenceSession:
    """A session on it."""
    return onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])


def test_the_whole_graph_says_what_torch_behind_pillow_says_on_real_frames(
    fliqe: Fliqe, graph: onnx.ModelProto
) -> None:
    frames = sample_frames()
    parity = check_parity(fliqe_reference(fliqe), graph, [*frames, *(frame[:, :, 0] for frame in frames[:2])])
    assert parity.outputs == OUTPUTS
    assert parity.n_real_frames == len(frames) + 2
    assert parity.p99_quality_difference is not None
    assert parity.p99_quality_difference < 1e-3


def test_the_frames_tell_networks_apart(fliqe: Fliqe) -> None:
    """Else the parity above would mean nothing."""
    assess = fliqe_reference(fliqe).assess
    qualities = [float(assess(frame)["quality"]) for frame in sample_frames()]
    assert max(qualities) - min(qualities) > 0.3


def test_a_statistic_that_was_left_out_is_noticed(fliqe: Fliqe, graph: onnx.ModelProto) -> None:
    other = Fliqe()
    other.load_state_dict(fliqe.state_dict())
    statistics = next(module for module in other.classifier if isinstance(module, nn.BatchNorm1d))
    assert statistics.running_var is not None
    statistics.running_var.fill_(1.0)
    with pytest.raises(ModelError, match="expected the exported graph within"):
        check_parity(fliqe_reference(other.eval()), graph)


def test_inputs_and_outputs_keep_the_contract(session: onnxruntime.InferenceSession) -> None:
    (frame,) = session.get_inputs()
    assert (frame.name, frame.type, frame.shape) == ("frame", "tensor(uint8)", ["n", "height", "width", "channels"])
    outputs = {output.name: (output.type, output.shape) for output in session.get_outputs()}
    assert outputs == {
        "quality": ("tensor(float)", ["n"]),
        "distortion": ("tensor(float)", ["n", 1]),
        "embedding": ("tensor(float)", ["n", 128]),
    }


def test_a_batch_scores_as_its_frames_do_and_quality_is_one_minus_distortion(
    session: onnxruntime.InferenceSession, rng: np.random.Generator
) -> None:
    batch = np.stack([draw_scene(90, 130, rng) for _ in range(3)])[..., np.newaxis]
    quality, distortion, embedding = session.run(list(OUTPUTS), {"frame": batch})
    alone = [session.run(["quality"], {"frame": frame[np.newaxis]})[0][0] for frame in batch]
    assert np.allclose(quality, alone, atol=1e-3)
    assert np.allclose(quality, 1 - distortion[:, 0], atol=1e-6)
    assert np.allclose(np.linalg.norm(embedding, axis=1), 1, atol=1e-5)


def test_grey_scores_as_the_same_in_three_channels_and_their_order_matters(
    session: onnxruntime.InferenceSession, rng: np.random.Generator
) -> None:
    grey = draw_scene(90, 130, rng)
    one = session.run(["quality"], {"frame": grey[np.newaxis, :, :, np.newaxis]})[0]
    assert np.allclose(one, session.run(["quality"], {"frame": to_colour(grey)[np.newaxis]})[0], atol=1e-5)
    colour = np.stack([draw_scene(90, 130, rng) for _ in range(3)], axis=2)[np.newaxis]
    swapped = np.ascontiguousarray(colour[..., ::-1])
    first, second = (session.run(["embedding"], {"frame": frame})[0] for frame in (colour, swapped))
    assert not np.allclose(first, second, atol=1e-3)


def test_an_encoder_alone_gives_the_embedding_and_nothing_else(fliqe: Fliqe) -> None:
    graph = build_fliqe_graph(fliqe.iqa_encoder)
    assert [output.name for output in graph.graph.output] == ["embedding"]
    frame = sample_frames()[0]
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        expected = fliqe_reference(fliqe).assess(frame)["embedding"]
    assert np.allclose(session.run(None, {"frame": frame[np.newaxis]})[0][0], expected, atol=1e-4)
