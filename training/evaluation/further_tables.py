"""The tables of variants, pairs, encoders and of what cannot be seen."""

from collections.abc import Sequence

from training.evaluation.encoders import CRFS, EncoderFigures
from training.evaluation.figure_table import FigureTable
from training.evaluation.pairs import PairFigures
from training.evaluation.variants import Variant
from training.evaluation.visibility import VisibilitySummary


def variants_table(title: str, head: str, variants: Sequence[Variant]) -> FigureTable:
    """Give the accuracy of each variant, and how far it lies from the first."""
    return FigureTable(
        title=title,
        columns=("data set", head, "scored", "accuracy", "difference", "F1", "AUC", "top-1"),
        rows=tuple(
            (
                each.name,
                each.variant,
                each.figures.n_scored,
                each.figures.accuracy,
                each.difference,
                each.figures.f1,
                each.figures.auc,
                each.figures.top1,
            )
            for each in variants
        ),
    )


def pairs_table(sets: Sequence[PairFigures]) -> FigureTable:
    """Give how often two faults at once look no better than the worse of them alone."""
    return FigureTable(
        title="Two kinds at once: quality not above the worse of the two alone, plus 0.05",
        columns=("data set", "pairs", "not better", "found"),
        rows=tuple((each.name, each.n_pairs, each.not_better, each.found) for each in sets),
    )


def encoders_table(figures: Sequence[EncoderFigures]) -> FigureTable:
    """Give the AUC of starved against good streams, and the mean quality at each rate factor."""
    return FigureTable(
        title="Real encoders: AUC of CRF 38 and more against 24 and less; mean quality by CRF",
        columns=("data set", "codec", "clips", "AUC", *map(str, CRFS)),
        rows=tuple(
            (each.name, each.codec, each.n_clips, each.auc, *(each.mean_quality.get(crf) for crf in CRFS))
            for each in figures
        ),
    )


def visibility_table(summaries: Sequence[tuple[str, str, VisibilitySummary]]) -> FigureTable:
    """Give what the distortions that change nothing visible do to the accuracy.

    Args:
        summaries: Name of the protocol, name of the set, summary.
    """
    return FigureTable(
        title="Distortions that change nothing visible: accuracy with and without them",
        columns=("data set", "protocol", "scored", "invisible", "with", "without"),
        rows=tuple(
            (name, protocol, each.n_scored, each.n_invisible, each.accuracy, each.accuracy_visible)
            for protocol, name, each in summaries
        ),
    )
