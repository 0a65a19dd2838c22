"""Splits of a set into what to train on and what to hold out."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from training.errors import DatasetError


def split_by_group(
    paths: Sequence[Path], group_of: Callable[[Path], str], held_out_share: float, seed: int
) -> tuple[list[Path], list[Path]]:
    """Split so that no group (flight, building, sequence) stands on both sides: neighbours look alike.

    Args:
        paths: All files.
        group_of: Names the group of a file.
        held_out_share: Share of the files to hold out, between 0 and 1; reached to within one group.
        seed: Chooses the groups.

    Returns:
        The files to keep and the files held out, each in the given order.

    Raises:
        DatasetError: The share is out of range, or there are fewer than two groups.
    """
    group_by_path = {path: group_of(path) for path in paths}
    groups = sorted(set(group_by_path.values()))
    if not 0 < held_out_share < 1 or len(groups) < 2:
        message = f"expected a share in 0..1 and at least two groups, got {held_out_share!r} and {groups[:3]}"
        raise DatasetError(message)
    sizes = Counter(group_by_path[path] for path in paths)
    held_out: set[str] = set()
    n_held_out = 0
    for index in np.random.default_rng(seed).permutation(len(groups))[:-1]:
        if n_held_out >= held_out_share * len(paths):
            break
        held_out.add(groups[index])
        n_held_out += sizes[groups[index]]
    kept = [path for path in paths if group_by_path[path] not in held_out]
    return kept, [path for path in paths if group_by_path[path] in held_out]
