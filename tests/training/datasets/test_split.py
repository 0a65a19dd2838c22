"""A split parts no group."""

from pathlib import Path

import pytest

from training.datasets import split_by_group
from training.errors import DatasetError


def test_a_group_is_never_on_both_sides() -> None:
    paths = [Path(f"{flight}_{number}.jpg") for flight in "abcdefgh" for number in range(10)]
    kept, held_out = split_by_group(paths, lambda path: path.name[0], held_out_share=0.25, seed=1)
    assert sorted(kept + held_out) == paths
    assert not {path.name[0] for path in kept} & {path.name[0] for path in held_out}
    assert len(held_out) == 20


def test_a_split_is_repeatable_and_depends_on_the_seed() -> None:
    paths = [Path(f"{group}.jpg") for group in range(40)]
    splits = [split_by_group(paths, lambda path: path.stem, 0.5, seed) for seed in (1, 1, 2)]
    assert splits[0] == splits[1] != splits[2]


@pytest.mark.parametrize(("share", "names"), [(0.0, "ab"), (1.0, "ab"), (0.5, "aa")])
def test_a_split_that_cannot_be_is_refused(share: float, names: str) -> None:
    with pytest.raises(DatasetError, match="at least two groups"):
        split_by_group([Path(name) for name in names], lambda path: path.name, share, seed=0)
