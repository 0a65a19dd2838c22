"""A run that begins with what another has learned."""

from pathlib import Path

import pytest
import torch

from training.checkpoint import TrainedNetwork, save_network, write_checkpoint
from training.distortions import TRAINED_KINDS
from training.errors import CheckpointError
from training.network import Lite, LiteShape, StageShape
from training.start import adopt_weights, training_data_of

SMALL = LiteShape(stem_channels=8, stages=(StageShape(channels=8, n_blocks=1),))
WIDER = LiteShape(stem_channels=8, stages=(StageShape(channels=8, n_blocks=1), StageShape(channels=16, n_blocks=1)))


@pytest.fixture
def learned(tmp_path: Path) -> tuple[Path, Lite]:
    """A checkpoint, and the network in it."""
    torch.manual_seed(1)
    network = Lite(len(TRAINED_KINDS), SMALL).eval()
    network.calibration.copy_(torch.tensor([2.0, -1.0, 0.5]))
    save_network(tmp_path / "best.pt", TrainedNetwork(network, TRAINED_KINDS, "gate (2 frames)"))
    return tmp_path / "best.pt", network


def test_a_network_of_the_same_shape_takes_over_all_but_the_calibration(learned: tuple[Path, Lite]) -> None:
    path, network = learned
    torch.manual_seed(2)
    fresh = Lite(len(TRAINED_KINDS), SMALL).eval()
    assert adopt_weights(fresh, path) == []
    luma = torch.rand(2, 1, 64, 64)
    assert torch.equal(fresh(luma).logits, network(luma).logits)
    assert fresh.calibration.tolist() == [1.0, 0.0, 0.0]


def test_a_larger_network_takes_over_what_fits_and_names_the_rest(learned: tuple[Path, Lite]) -> None:
    larger = Lite(len(TRAINED_KINDS), WIDER)
    rest = adopt_weights(larger, learned[0])
    assert "stages.1.0.weight" in rest
    assert "embed.weight" in rest
    assert torch.equal(larger.state_dict()["stem.0.weight"], learned[1].state_dict()["stem.0.weight"])


def test_what_a_checkpoint_has_learned_from_is_known(learned: tuple[Path, Lite]) -> None:
    assert training_data_of(learned[0]) == "gate (2 frames)"


def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    write_checkpoint(tmp_path / "other.pt", {"weights": {}, "format": "something"})
    with pytest.raises(CheckpointError, match=r"network of a run of the recipe lite .*other\.pt"):
        adopt_weights(Lite(len(TRAINED_KINDS), SMALL), tmp_path / "other.pt")


def test_a_network_of_other_kinds_is_refused(tmp_path: Path) -> None:
    save_network(tmp_path / "few.pt", TrainedNetwork(Lite(2, SMALL).eval(), ("none", "fog"), "gate"))
    with pytest.raises(CheckpointError, match="expected a network of the kinds"):
        adopt_weights(Lite(len(TRAINED_KINDS), SMALL), tmp_path / "few.pt")


def test_a_file_that_fits_nowhere_is_refused(tmp_path: Path) -> None:
    content = {"format": "flir-iqa-lite-3", "kinds": list(TRAINED_KINDS), "weights": {"stem.0.weight": torch.zeros(1)}}
    write_checkpoint(tmp_path / "odd.pt", content)
    with pytest.raises(CheckpointError, match="found none"):
        adopt_weights(Lite(len(TRAINED_KINDS), SMALL), tmp_path / "odd.pt")
