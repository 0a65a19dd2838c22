"""A model file of others: a model that keeps the contract, or one error."""

from pathlib import Path

from flir_iqa.errors import ModelError
from flir_iqa.model_file import open_model
from tests.fuzz.fuzzing import fuzz, hostile


def test_models_are_opened_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.onnx"

    def load(content: bytes) -> None:
        path.write_bytes(content)
        try:
            _, info = open_model(path, threads=1)
        except ModelError as error:
            assert "\n" not in str(error)
            assert len(str(error)) < 5000
        else:
            assert info.label.isprintable()

    fuzz(load, hostile("models"))
