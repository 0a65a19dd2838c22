"""Importing the library costs nothing until something of it is used."""

import subprocess
import sys

import pytest

import flir_iqa


def modules_after(program: str) -> set[str]:
    command = [sys.executable, "-c", f"import sys\n{program}\nprint(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout.split())


@pytest.mark.integration
def test_records_need_neither_onnx_runtime_nor_opencv_nor_numpy() -> None:
    loaded = modules_after("import flir_iqa, flir_iqa.records, flir_iqa.smoothing, flir_iqa.kinds")
    assert loaded.isdisjoint({"onnxruntime", "cv2", "numpy", "simplejpeg", "rich", "click"})


@pytest.mark.integration
def test_scoring_needs_no_kafka_no_web_and_no_torch() -> None:
    loaded = modules_after("from flir_iqa import FLIQE\nFLIQE(threads=1)")
    assert loaded.isdisjoint({"torch", "onnx", "confluent_kafka", "bytewax", "fastapi", "pydantic", "av", "plumbing"})
    assert "onnxruntime" in loaded


def test_what_the_package_promises_is_there() -> None:
    for name in flir_iqa.__all__:
        assert getattr(flir_iqa, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="FLIQ"):
        _ = flir_iqa.FLIQ
