"""Features on disk: they come back as they went in, and half a row is cut off."""

from pathlib import Path

import torch

from training.fliqe.feature_file import FeatureFile
from training.fliqe.network import FEATURES


def test_rows_come_back_in_their_order(tmp_path: Path) -> None:
    file = FeatureFile(tmp_path / "samples.f32")
    first, second = torch.rand(3, FEATURES), torch.rand(2, FEATURES)
    file.append(first, torch.tensor([0, 5, 18]))
    file.append(second, torch.tensor([1, 0]))
    features, labels = FeatureFile(tmp_path / "samples.f32").read(5)
    assert torch.equal(features, torch.cat((first, second)))
    assert labels.tolist() == [0, 5, 18, 1, 0]


def test_half_a_row_that_a_kill_left_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "samples.f32"
    rows = torch.rand(2, FEATURES)
    FeatureFile(path).append(rows, torch.tensor([3, 4]))
    path.write_bytes(path.read_bytes()[:-10])
    file = FeatureFile(path)
    assert file.n_rows == 1
    file.append(rows[1:], torch.tensor([4]))
    features, labels = file.read(2)
    assert torch.equal(features, rows)
    assert labels.tolist() == [3, 4]
