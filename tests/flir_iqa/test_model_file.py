"""A model file is used only if it keeps the model contract, and what it lacks is named."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from flir_iqa.errors import ModelError
from flir_iqa.kinds import ANCESTOR_KINDS, KINDS
from flir_iqa.model_file import SHIPPED_MODEL, open_model
from tests.flir_iqa.model_files import make_identity, make_model, move_weights


def refusal(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        open_model(path, threads=1)
    assert repr(str(path)) in str(caught.value)
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


def test_a_device_is_no_model_and_a_path_that_cannot_be_is_no_crash() -> None:
    assert "device" in refusal(Path("/dev/zero"))
    assert "null byte" in refusal(Path("a\0b"))
    assert "too long" in refusal(Path("x" * 3000))


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
        "[" * 100_000,
    ],
)
def test_kinds_beyond_the_closed_list_are_refused(tmp_path: Path, kinds: str) -> None:
    assert "kinds" in refusal(make_model(tmp_path / "m.onnx", changes={"kinds": kinds}))


def test_more_kinds_than_columns_are_refused(tmp_path: Path) -> None:
    kinds = json.dumps(["none", "lens_blur", "banding"])
    assert "(1, 2)" in refusal(make_model(tmp_path / "m.onnx", changes={"kinds": kinds}))


@pytest.mark.parametrize("text", ["x" * 101, "two\nlines", "\x1b[2J"])
def test_a_name_that_would_spoil_each_result_and_log_line_is_refused(tmp_path: Path, text: str) -> None:
    assert "printable" in refusal(make_model(tmp_path / "m.onnx", changes={"name": text}))


def test_a_file_of_absurd_size_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(2**40)
    assert "at most" in refusal(path)


WHITE = np.array([255.0], np.float32).tobytes()


def test_weights_beside_the_model_are_read(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(WHITE)
    open_model(move_weights(make_model(tmp_path / "m.onnx"), "weights.bin"), threads=1)


@pytest.mark.parametrize(
    "place", ["../secret.bin", "{folder}/secret.bin", "link.bin", "linked/secret.bin", "/proc/self/mem"]
)
def test_a_model_that_reaches_out_of_its_folder_is_refused(tmp_path: Path, place: str) -> None:
    """Else a model of a stranger could carry a file of this machine out, as its score."""
    (tmp_path / "secret.bin").write_bytes(WHITE)
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "link.bin").symlink_to(tmp_path / "secret.bin")
    (folder / "linked").symlink_to(tmp_path, target_is_directory=True)
    text = refusal(move_weights(make_model(folder / "m.onnx"), place.format(folder=tmp_path)))
    assert "\n" not in text


@pytest.mark.parametrize("extent", [{"offset": "4"}, {"offset": "-4"}, {"offset": str(2**62)}, {"length": str(2**40)}])
def test_weights_beyond_the_end_of_their_file_are_refused(tmp_path: Path, extent: dict[str, str]) -> None:
    (tmp_path / "weights.bin").write_bytes(WHITE)
    refusal(move_weights(make_model(tmp_path / "m.onnx"), "weights.bin", **extent))


def test_weights_at_an_address_in_our_memory_are_refused(tmp_path: Path) -> None:
    refusal(move_weights(make_model(tmp_path / "m.onnx"), "*/_ORT_MEM_ADDR_/*", offset="4096"))
