"""What a fold is: the cameras that it leaves out, and those that it learns from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from training.datasets import FrameSet
from training.errors import DatasetError

MIN_FRAMES: Final = 19
"""Sets with fewer frames are not left out alone: they would say too little."""

GROUP_SEPARATOR: Final = "+"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fold:
    """One training, and what its network is questioned on.

    Attributes:
        left_out: Cameras that the network never sees.
        learned: All other sets.
    """

    left_out: tuple[FrameSet, ...]
    learned: tuple[FrameSet, ...]

    @property
    def name(self) -> str:
        """The names of what is left out, such as `thermitage-wiris+cheetah-seek`."""
        return GROUP_SEPARATOR.join(each.name for each in self.left_out)


def make_folds(cameras: Sequence[FrameSet], always: Sequence[FrameSet], groups: Sequence[str]) -> list[Fold]:
    """Share the cameras out over folds.

    Args:
        cameras: Sets that may be left out.
        always: Sets that every fold learns from.
        groups: Names of sets that are left out together, joined by `+`. With any group, the cameras of none are
            always learned from; without, each set of `MIN_FRAMES` and more is left out alone.

    Raises:
        DatasetError: Two sets share a name, a group names no camera or one that is in another group, nothing is left
            out, or nothing would be left to learn from.
    """
    by_name = {each.name: each for each in cameras}
    names = [each.name for each in (*cameras, *always)]
    for name in names:
        if names.count(name) > 1:
            message = f"expected sets of different names, got {name!r} more than once; folds go by their names"
            raise DatasetError(message)
    grouped = [group.split(GROUP_SEPARATOR) for group in groups]
    _check_groups(grouped, tuple(by_name))
    chosen = grouped or [[each.name] for each in cameras if len(each.frames) >= MIN_FRAMES]
    if not chosen:
        message = f"expected a camera of {MIN_FRAMES} frames or more to leave out, or a --group; got none"
        raise DatasetError(message)
    return [_leave_out([by_name[name] for name in group], cameras, always) for group in chosen]


def choose_folds(folds: Sequence[Fold], names: Sequence[str]) -> list[Fold]:
    """Keep the folds of these names; all of them without any name.

    Raises:
        DatasetError: There is no fold of such a name.
    """
    by_name = {each.name: each for each in folds}
    for name in names:
        if name not in by_name:
            message = f"expected the name of a fold, got {name!r}; there are {', '.join(by_name)}"
            raise DatasetError(message)
    return [by_name[name] for name in dict.fromkeys(names)] or list(folds)


def _leave_out(left_out: Sequence[FrameSet], cameras: Sequence[FrameSet], always: Sequence[FrameSet]) -> Fold:
    fold = Fold(left_out=tuple(left_out), learned=(*always, *(each for each in cameras if each not in left_out)))
    if not fold.learned:
        message = f"expected something to learn from without {fold.name!r}, got nothing; give more folders or --always"
        raise DatasetError(message)
    return fold


def _check_groups(grouped: Sequence[Sequence[str]], known: Sequence[str]) -> None:
    named = [name for group in grouped for name in group]
    for name in named:
        if name not in known:
            message = f"expected names of folders in --group, got {name!r}; there are {', '.join(known)}"
            raise DatasetError(message)
        if named.count(name) > 1:
            message = f"expected each camera in one --group, got {name!r} more than once"
            raise DatasetError(message)
