"""A model file is used only if it keeps the model contract, and what it lacks is named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flir_iqa.errors import ModelError
from flir_iqa.kinds import ANCESTOR_KINDS, KINDS
from flir_iqa.model_file import SHIPPED_MODEL, open_model
from tests.flir_iqa.model_files import make_identity, make_model


def refusal(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        open_model(path, threads=1)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_the_shipped_model_keeps_the_contract() -> None:
    _, info = open_model(SHIPPED_MODEL, threads=1)
    assert info.name == "lite"
    assert info.label == f"lite {info.version}"
    assert set(ANCESTOR_KINDS) < set(info.kinds) <= set(KINDS)
    assert info.kinds[0] == "none"


def test_another_model_that_keeps_it_is_taken(tmp_path: Path) -> None:
    _, info = open_model(make_model(tmp_path / "m.onnx"), threads=1)
    assert (info.label, info.kinds, info.has_severity) == ("tiny 7", ("none", "underexposure"), False)


def test_severity_may_be_given(tmp_path: Path) -> None:
    path = make_model(tmp_path / "m.onnx", outputs=("quality", "distortion", "embedding", "severity"))
    assert open_model(path, threads=1)[1].has_severity


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "there is no model file" in refusal(tmp_path / "nowhere.onnx")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"this is not a model",
        lambda _: b"\x89PNG\r\n\x1a\n" + bytes(99),
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
    ],
    ids=["empty", "text", "picture", "half", "without its last byte"],
)
def test_a_file_that_is_no_onnx_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "damaged.onnx"
    path.write_bytes(damage(SHIPPED_MODEL.read_bytes()))
    refusal(path)


def test_onnx_of_another_kind_is_refused_by_all_that_it_lacks(tmp_path: Path) -> None:
    text = refusal(make_identity(tmp_path / "identity.onnx"))
    for lack in ("frame", "quality", "distortion", "embedding", "flir_iqa.contract", "flir_iqa.kinds"):
        assert lack in text


def test_an_encoder_alone_is_refused_for_scoring(tmp_path: Path) -> None:
    text = refusal(make_model(tmp_path / "encoder.onnx", outputs=("embedding",)))
    assert "encoder alone" in text
    assert "'quality'" in text


@pytest.mark.parametrize("key", ["contract", "name", "version", "kinds"])
def test_missing_metadata_is_named(tmp_path: Path, key: str) -> None:
    assert f"flir_iqa.{key}" in refusal(make_model(tmp_path / "m.onnx", changes={key: None}))


def test_another_contract_is_refused(tmp_path: Path) -> None:
    text = refusal(make_model(tmp_path / "m.onnx", changes={"contract": "2"}))
    assert "'2'" in text
    assert "'1'" in text


@pytest.mark.parametrize(
    "kinds",
    [
        "not json",
        "3",
        "[]",
        "{}",
        json.dumps(["none"]),
        json.dumps(["lens_blur", "none"]),
        json.dumps(["none", "mood"]),
        json.dumps(["none", "none"]),
        json.dumps(["none", ["lens_blur"]]),
    ],
)
def test_kinds_beyond_the_closed_list_are_refused(tmp_path: Path, kinds: str) -> None:
    assert "kinds" in refusal(make_model(tmp_path / "m.onnx", changes={"kinds": kinds}))


def test_more_kinds_than_columns_are_refused(tmp_path: Path) -> None:
    kinds = json.dumps(["none", "lens_blur", "banding"])
    assert "(1, 2)" in refusal(make_model(tmp_path / "m.onnx", changes={"kinds": kinds}))
