"""Checkpoints that cannot be trusted or used are refused with the reason."""

import os
import pickle
from pathlib import Path

import pytest
import torch

from training.checkpoint import TrainedNetwork, load_network, read_checkpoint, save_network
from training.distortions import TRAINED_KINDS
from training.errors import CheckpointError
from training.network import Lite


class Malice:
    """An object whose unpickling would run a command."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("malice_was_here",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound checkpoint."""
    path = tmp_path / "best.pt"
    save_network(path, TrainedNetwork(Lite(len(TRAINED_KINDS)).eval(), TRAINED_KINDS, "scenes"))
    return path


def test_a_network_comes_back_as_it_was_saved(path: Path) -> None:
    first, second = load_network(path), load_network(path)
    assert first.kinds == TRAINED_KINDS
    luma = torch.rand(1, 1, 64, 64)
    assert torch.equal(first.network(luma).logits, second.network(luma).logits)
    assert not first.network.training


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_with_code_is_refused_by_name_and_does_not_run(
    zipped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "evil.pt"
    if zipped:
        torch.save({"weights": Malice()}, path)
    else:
        path.write_bytes(pickle.dumps({"weights": Malice()}, protocol=2))
    with pytest.raises(CheckpointError, match=r"refused '.*evil\.pt'.*could run code"):
        read_checkpoint(path)
    assert not (tmp_path / "malice_was_here").exists()


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_truncated_checkpoint_is_refused(share: float, path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(CheckpointError, match=r"best\.pt"):
        load_network(path)


def test_a_missing_checkpoint_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"gone\.pt', found no file"):
        load_network(tmp_path / "gone.pt")


def test_a_checkpoint_of_something_else_says_what_it_holds(tmp_path: Path) -> None:
    torch.save({"backbone.weight": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(CheckpointError, match=r"expected a checkpoint of the format .*backbone\.weight"):
        load_network(tmp_path / "other.pt")


def test_a_checkpoint_that_is_no_dictionary_is_refused(tmp_path: Path) -> None:
    torch.save(torch.zeros(3), tmp_path / "tensor.pt")
    with pytest.raises(CheckpointError, match=r"expected a dictionary of weights.*got Tensor"):
        read_checkpoint(tmp_path / "tensor.pt")


def test_missing_extra_and_misshapen_weights_are_listed(path: Path) -> None:
    sound = read_checkpoint(path)
    weights = sound["weights"]
    renamed = {("head.bias" if name == "classify.bias" else name): tensor for name, tensor in weights.items()}
    torch.save({**sound, "weights": renamed}, path)
    with pytest.raises(CheckpointError, match=r"missing \['classify.bias'\], extra \['head.bias'\]"):
        load_network(path)
    torch.save({**sound, "weights": {**weights, "classify.bias": torch.zeros(3)}}, path)
    with pytest.raises(CheckpointError, match=r"classify.bias \(3,\) instead of \(19,\)"):
        load_network(path)


@pytest.mark.parametrize("damage", [{"kinds": 3}, {"shape": {"stem_channels": 8}}, {"shape": {"depth": 3}}])
def test_a_description_that_makes_no_network_is_refused(damage: dict[str, object], path: Path) -> None:
    torch.save({**read_checkpoint(path), **damage}, path)
    with pytest.raises(CheckpointError, match="expected kinds, shape, training_data and weights"):
        load_network(path)
