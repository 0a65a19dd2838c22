"""What a protocol is: how it makes its trials, how it sums up, how it is shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from training.datasets import FrameSet
from training.evaluation.figure_table import FigureTable
from training.evaluation.judgement import Judgement
from training.evaluation.planes import PlaneSet
from training.evaluation.trial import Trial

FramesT = TypeVar("FramesT", FrameSet, PlaneSet)
"""What it takes: a `FrameSet`, or a `PlaneSet` of 16-bit frames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user chooses.

    Attributes:
        seed: Chooses frames, kinds and patterns.
        repeats: Passes over each set of the ancestor's protocol, each drawn anew.
        max_frames: Frames used of each set; None leaves it to the protocol.
    """

    seed: int = 0
    repeats: int = 1
    max_frames: int | None = None


def _one_pass(_options: Options) -> int:
    return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol(Generic[FramesT]):
    """One way to question a model.

    Attributes:
        name: As the command line names it.
        max_frames: Frames used of each set unless the options say otherwise; None for all.
        trials: Makes the trials of one set.
        summarise: Sums up the judgements of one set, as a dataclass or a list of them.
        tables: Shows the summaries of all sets.
        n_passes: How often it goes through the frames of a set, for the progress bar.
        every_fault_shows: Whether each fault should be visible, so that those that are not are worth a table.
    """

    name: str
    max_frames: int | None
    trials: Callable[[FramesT, Options], Iterator[Trial]]
    summarise: Callable[[Sequence[Judgement]], Any]
    tables: Callable[[Sequence[Any]], list[FigureTable]]
    n_passes: Callable[[Options], int] = _one_pass
    every_fault_shows: bool = False
