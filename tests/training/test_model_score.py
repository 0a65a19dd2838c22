"""Files that cannot be evaluated are refused with the reason."""

from pathlib import Path

import pytest

from flir_iqa.errors import ModelError
from training.model_score import score_with_model


def test_a_file_that_is_no_onnx_model_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"broken\.onnx.*is not a model"):
        score_with_model(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    for name in ("gone.onnx", "gone.pt"):
        with pytest.raises(ModelError, match=name):
            score_with_model(tmp_path / name)
