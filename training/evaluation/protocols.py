"""Every protocol by its name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeVar

from training.datasets import FrameSet
from training.evaluation import (
    ancestor,
    degraded,
    encoders,
    every_kind,
    graded,
    mild,
    pairs,
    palette_protocol,
    radiometric,
    sizes,
    streams,
    worn_gain_map,
)
from training.evaluation.ancestor import ancestor_trials
from training.evaluation.degraded import companion_trials, degraded_trials
from training.evaluation.detection import Detection, summarise_detection
from training.evaluation.encoders import encoder_trials, summarise_encoders
from training.evaluation.every_kind import every_kind_trials
from training.evaluation.figure_table import FigureTable
from training.evaluation.further_tables import encoders_table, pairs_table, variants_table
from training.evaluation.graded import graded_trials
from training.evaluation.grading import summarise_grading
from training.evaluation.left_out import summarise_left_out
from training.evaluation.mild import mild_trials
from training.evaluation.pairs import pair_trials, summarise_pairs
from training.evaluation.palette_protocol import palette_trials
from training.evaluation.planes import PlaneSet
from training.evaluation.protocol import FramesT, Options, Protocol
from training.evaluation.radiometric import radiometric_trials
from training.evaluation.recall import summarise_recall
from training.evaluation.sizes import size_trials
from training.evaluation.streams import stream_trials
from training.evaluation.tables import (
    detection_table,
    grading_tables,
    left_out_tables,
    recall_table,
    true_noise_table,
)
from training.evaluation.trial import Trial
from training.evaluation.variants import summarise_variants
from training.evaluation.worn_gain_map import worn_gain_map_trials
from training.palettes import PALETTES

DEFAULT_PROTOCOL: Final = ancestor.PROTOCOL

SummaryT = TypeVar("SummaryT")
ManyTables = Callable[[Sequence[list[SummaryT]]], list[FigureTable]]


def degraded_protocol(kind: str) -> Protocol[FrameSet]:
    """Give the protocol of folders whose frames left a camera with one fault."""
    return Protocol(
        name=degraded.DEGRADED,
        max_frames=None,
        trials=_unseeded(degraded_trials(kind)),
        summarise=summarise_recall,
        tables=_joined(lambda recalls: recall_table("Frames that left a camera degraded", recalls)),
    )


def _seeded(trials: Callable[[FramesT, int], Iterator[Trial]]) -> Callable[[FramesT, Options], Iterator[Trial]]:
    return lambda frames, options: trials(frames, options.seed)


def _unseeded(trials: Callable[[FramesT], Iterator[Trial]]) -> Callable[[FramesT, Options], Iterator[Trial]]:
    return lambda frames, _options: trials(frames)


def _joined(table: Callable[[Sequence[SummaryT]], FigureTable]) -> ManyTables[SummaryT]:
    """Show the lists of all sets in one table."""
    return lambda sets: [table([each for summaries in sets for each in summaries])]


def _ancestor_tables(detections: Sequence[Detection]) -> list[FigureTable]:
    title = "Ancestor's protocol; positive = distorted, threshold 0.5"
    return [detection_table(title, detections), true_noise_table(detections)]


_OF_FRAMES: Final[tuple[Protocol[FrameSet], ...]] = (
    Protocol(
        name=ancestor.PROTOCOL,
        max_frames=None,
        n_passes=lambda options: options.repeats,
        trials=lambda frames, options: ancestor_trials(frames, options.seed, repeats=options.repeats),
        summarise=summarise_detection,
        tables=_ancestor_tables,
        every_fault_shows=True,
    ),
    Protocol(
        name=every_kind.PROTOCOL,
        max_frames=None,
        trials=_seeded(every_kind_trials),
        summarise=summarise_left_out,
        tables=left_out_tables,
        every_fault_shows=True,
    ),
    Protocol(
        name=graded.PROTOCOL,
        max_frames=16,
        trials=_seeded(graded_trials),
        summarise=summarise_grading,
        tables=grading_tables,
    ),
    Protocol(
        name=mild.PROTOCOL,
        max_frames=100,
        trials=_seeded(mild_trials),
        summarise=summarise_recall,
        tables=_joined(
            lambda recalls: recall_table("Mild: noise of sigma 8, blur of sigma 1.5 px, JPEG of quality 20", recalls)
        ),
    ),
    Protocol(
        name=pairs.PROTOCOL,
        max_frames=50,
        trials=_seeded(pair_trials),
        summarise=summarise_pairs,
        tables=lambda sets: [pairs_table(sets)],
    ),
    Protocol(
        name=palette_protocol.PROTOCOL,
        max_frames=50,
        n_passes=lambda _options: len(PALETTES),
        trials=_seeded(palette_trials),
        summarise=summarise_variants,
        tables=_joined(
            lambda variants: variants_table("Palettes; difference to white hot", "palette", variants),
        ),
        every_fault_shows=True,
    ),
    Protocol(
        name=sizes.PROTOCOL,
        max_frames=50,
        n_passes=lambda _options: len(sizes.SIZES_PX),
        trials=_seeded(size_trials),
        summarise=summarise_variants,
        tables=_joined(lambda variants: variants_table("Sizes; difference to the smallest", "size", variants)),
        every_fault_shows=True,
    ),
    Protocol(
        name=encoders.PROTOCOL,
        max_frames=8,
        trials=_seeded(encoder_trials),
        summarise=summarise_encoders,
        tables=_joined(encoders_table),
    ),
    Protocol(
        name=streams.PROTOCOL,
        max_frames=25,
        trials=_seeded(stream_trials),
        summarise=summarise_recall,
        tables=_joined(
            lambda recalls: recall_table("Lost packets and interlaced motion, where they visibly show", recalls)
        ),
    ),
)

_OF_PLANES: Final[tuple[Protocol[PlaneSet], ...]] = (
    Protocol(
        name=radiometric.PROTOCOL,
        max_frames=None,
        trials=_seeded(radiometric_trials),
        summarise=summarise_variants,
        tables=_joined(
            lambda variants: variants_table("Faults before the gain control, difference to after", "faults", variants)
        ),
    ),
    Protocol(
        name=worn_gain_map.PROTOCOL,
        max_frames=None,
        trials=_seeded(worn_gain_map_trials),
        summarise=summarise_recall,
        tables=_joined(lambda recalls: recall_table("Radiometric frames with a worn gain map", recalls)),
    ),
)

FRAME_PROTOCOLS: Final[Mapping[str, Protocol[FrameSet]]] = MappingProxyType({each.name: each for each in _OF_FRAMES})
"""Protocols that start from clean 8-bit frames."""

PLANE_PROTOCOLS: Final[Mapping[str, Protocol[PlaneSet]]] = MappingProxyType({each.name: each for each in _OF_PLANES})
"""Protocols that start from clean 16-bit frames."""

COMPANION_PROTOCOL: Final[Protocol[FrameSet]] = Protocol(
    name=degraded.COMPANION,
    max_frames=None,
    trials=_unseeded(companion_trials),
    summarise=summarise_recall,
    tables=_joined(lambda recalls: recall_table("Beside them, not labelled: share called distorted", recalls)),
)
"""Frames beside degraded ones that nobody has labelled."""
