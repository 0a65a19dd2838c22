"""What may stand in a model file, and what a reader finds there."""

import json

import onnx
import onnxruntime
import pytest

from flir_iqa.errors import ModelError
from model_export.metadata import ModelMetadata, describe, graph_sha256

GOOD = {
    "name": "lite",
    "version": "0.1.0",
    "kinds": ("none", "lens_blur"),
    "training_data": "drawn scenes",
    "licence": "MIT",
}


def metadata(**changes: object) -> ModelMetadata:
    """Good metadata with changes."""
    return ModelMetadata(**{**GOOD, **changes})  # type: ignore[arg-type] # wrong types are what is tested


@pytest.mark.integration
def test_a_runtime_reads_all_metadata_back(graph: onnx.ModelProto) -> None:
    model = describe(graph, metadata())
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found = session.get_modelmeta().custom_metadata_map
    assert json.loads(found.pop("flir_iqa.kinds")) == ["none", "lens_blur"]
    assert len(found.pop("flir_iqa.graph_sha256")) == 64
    assert found == {
        "flir_iqa.contract": "1",
        "flir_iqa.name": "lite",
        "flir_iqa.version": "0.1.0",
        "flir_iqa.training_data": "drawn scenes",
        "flir_iqa.licence": "MIT",
    }


@pytest.mark.integration
def test_the_hash_is_of_the_graph_and_not_of_the_metadata(graph: onnx.ModelProto) -> None:
    first, second = describe(graph, metadata()), describe(graph, metadata(version="9"))
    assert graph_sha256(first) == graph_sha256(second) == graph_sha256(graph)
    changed = onnx.ModelProto()
    changed.CopyFrom(graph)
    changed.graph.name = "other"
    assert graph_sha256(changed) != graph_sha256(graph)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"name": "Lite model"}, "lower-case letters.*'Lite model'"),
        ({"name": ""}, "got ''"),
        ({"kinds": ("lens_blur", "none")}, "kinds that begin with 'none'"),
        ({"kinds": ("none", "fog")}, r"unknown: \['fog'\]"),
        ({"kinds": ("none", "lens_blur", "lens_blur")}, "each kind once"),
        ({"version": " "}, "expected a version"),
        ({"training_data": ""}, "expected a training_data"),
        ({"licence": ""}, "expected a licence"),
    ],
)
def test_metadata_that_a_reader_could_not_use_are_refused(changes: dict[str, object], text: str) -> None:
    with pytest.raises(ModelError, match=text):
        metadata(**changes)


def test_a_binary_head_has_one_kind() -> None:
    assert metadata(kinds=("distorted",)).kinds == ("distorted",)


def test_an_encoder_alone_has_no_kinds() -> None:
    assert json.loads(metadata(kinds=()).as_properties("0")["flir_iqa.kinds"]) == []
