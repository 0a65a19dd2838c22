"""Every protocol by its name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from training.datasets import FrameSet
from training.evaluation import ancestor, every_kind, graded, mild
from training.evaluation.ancestor import ancestor_trials
from training.evaluation.detection import Detection, summarise_detection
from training.evaluation.every_kind import every_kind_trials
from training.evaluation.figure_table import FigureTable
from training.evaluation.graded import graded_trials
from training.evaluation.grading import summarise_grading
from training.evaluation.left_out import summarise_left_out
from training.evaluation.mild import mild_trials
from training.evaluation.protocol import Options, Protocol
from training.evaluation.recall import Recall, summarise_recall
from training.evaluation.result import EvaluationResult
from training.evaluation.tables import (
    detection_table,
    grading_tables,
    left_out_tables,
    recall_table,
    true_noise_table,
)
from training.evaluation.trial import Trial

SeededTrials = Callable[[FrameSet, int], Iterator[Trial]]

DEFAULT_PROTOCOL: Final = ancestor.PROTOCOL
_ANCESTOR_TITLE: Final = "Ancestor's protocol; positive = distorted, threshold 0.5"


def _once(_options: Options) -> int:
    return 1


def _seeded(trials: SeededTrials) -> Callable[[FrameSet, Options], Iterator[Trial]]:
    return lambda frames, options: trials(frames, options.seed)


def _recall_tables(title: str) -> Callable[[Sequence[list[Recall]]], list[FigureTable]]:
    return lambda cameras: [recall_table(title, [each for recalls in cameras for each in recalls])]


def _ancestor_tables(detections: Sequence[Detection]) -> list[FigureTable]:
    return [detection_table(_ANCESTOR_TITLE, detections), true_noise_table(detections)]


_FRAME_PROTOCOLS: Final[tuple[Protocol[FrameSet], ...]] = (
    Protocol(
        name=ancestor.PROTOCOL,
        max_frames=None,
        n_passes=lambda options: options.repeats,
        trials=lambda frames, options: ancestor_trials(frames, options.seed, repeats=options.repeats),
        summarise=summarise_detection,
        tables=_ancestor_tables,
    ),
    Protocol(
        name=every_kind.PROTOCOL,
        max_frames=None,
        n_passes=_once,
        trials=_seeded(every_kind_trials),
        summarise=summarise_left_out,
        tables=left_out_tables,
    ),
    Protocol(
        name=graded.PROTOCOL,
        max_frames=16,
        n_passes=_once,
        trials=_seeded(graded_trials),
        summarise=summarise_grading,
        tables=grading_tables,
    ),
    Protocol(
        name=mild.PROTOCOL,
        max_frames=100,
        n_passes=_once,
        trials=_seeded(mild_trials),
        summarise=summarise_recall,
        tables=_recall_tables("Mild faults: noise of sigma 8, blur of sigma 1.5 px, JPEG of quality 20"),
    ),
)

FRAME_PROTOCOLS: Final[Mapping[str, Protocol[FrameSet]]] = MappingProxyType(
    {each.name: each for each in _FRAME_PROTOCOLS}
)
"""Protocols that start from clean 8-bit frames."""


def tables_of(result: EvaluationResult) -> list[FigureTable]:
    """Give the tables of every protocol that was run, as a terminal or a page shows them."""
    tables = []
    for name, summaries in result.summaries().items():
        tables.extend(FRAME_PROTOCOLS[name].tables(summaries))
    return tables
