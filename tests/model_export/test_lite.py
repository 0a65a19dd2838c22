"""The exported graph keeps the model contract, on frames of all sizes."""

import numpy as np
import onnx
import onnxruntime
import pytest

from model_export.lite import OUTPUTS, build_lite_graph
from training.datasets import to_colour
from training.distortions import TRAINED_KINDS, Frame
from training.network import Lite
from training.synthetic_scene import draw_scene

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def session(graph: onnx.ModelProto) -> onnxruntime.InferenceSession:
    """A session on it."""
    return onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])


def score(
    session: onnxruntime.InferenceSession, frame: Frame
) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """Score a batch of frames."""
    return dict(zip(OUTPUTS, session.run(None, {"frame": frame}), strict=True))


def test_input_and_outputs_have_the_names_types_and_dimensions_of_the_contract(
    session: onnxruntime.InferenceSession,
) -> None:
    (frame,) = session.get_inputs()
    assert (frame.name, frame.type) == ("frame", "tensor(uint8)")
    assert frame.shape == ["n", "height", "width", "channels"]
    outputs = {output.name: (output.type, output.shape) for output in session.get_outputs()}
    assert outputs == {
        "quality": ("tensor(float)", ["n"]),
        "distortion": ("tensor(float)", ["n", len(TRAINED_KINDS)]),
        "severity": ("tensor(float)", ["n"]),
        "embedding": ("tensor(float)", ["n", 128]),
    }


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(("height", "width"), [(32, 32), (33, 47), (120, 160), (241, 321), (512, 640), (1024, 1281)])
def test_frames_of_any_size_give_probabilities(
    session: onnxruntime.InferenceSession, height: int, width: int, channels: int, rng: np.random.Generator
) -> None:
    result = score(session, rng.integers(0, 256, (2, height, width, channels), np.uint8))
    assert result["distortion"].shape == (2, len(TRAINED_KINDS))
    assert np.allclose(result["distortion"].sum(axis=1), 1, atol=1e-5)
    assert np.array_equal(result["quality"], result["distortion"][:, 0])
    assert ((result["severity"] >= 0) & (result["severity"] <= 1)).all()
    assert np.allclose(np.linalg.norm(result["embedding"], axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("level", [0, 1, 128, 255])
def test_constant_frames_give_numbers(session: onnxruntime.InferenceSession, level: int) -> None:
    for output in score(session, np.full((1, 32, 32, 1), level, np.uint8)).values():
        assert np.isfinite(output).all()


def test_grey_and_the_same_frame_in_colour_score_alike(
    session: onnxruntime.InferenceSession, rng: np.random.Generator
) -> None:
    grey = draw_scene(100, 130, rng)
    one = score(session, grey[np.newaxis, :, :, np.newaxis])
    three = score(session, to_colour(grey)[np.newaxis])
    assert np.allclose(one["distortion"], three["distortion"], atol=1e-5)


def test_the_order_of_the_channels_matters(session: onnxruntime.InferenceSession, rng: np.random.Generator) -> None:
    frame = np.stack([draw_scene(100, 130, rng) for _ in range(3)], axis=2)[np.newaxis]
    assert not np.allclose(score(session, frame)["distortion"], score(session, frame[..., ::-1].copy())["distortion"])


def test_a_frame_scores_alike_alone_and_in_a_batch(
    session: onnxruntime.InferenceSession, rng: np.random.Generator
) -> None:
    batch = rng.integers(0, 256, (3, 64, 80, 1), np.uint8)
    alone = [score(session, frame[np.newaxis])["quality"][0] for frame in batch]
    assert np.allclose(score(session, batch)["quality"], alone, atol=1e-5)


def test_the_file_tells_nothing_of_the_machine_that_made_it(graph: onnx.ModelProto) -> None:
    content = graph.SerializeToString()
    assert b".py" not in content
    assert not graph.metadata_props
    assert all(not node.metadata_props and not node.doc_string for node in graph.graph.node)


def test_the_same_network_gives_the_same_graph(graph: onnx.ModelProto, network: Lite) -> None:
    again = build_lite_graph(network).SerializeToString(deterministic=True)
    assert again == graph.SerializeToString(deterministic=True)
