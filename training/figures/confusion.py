"""The confusion matrix: what frames of each kind are called."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure

from training.evaluation.judgement import Judgement
from training.figures.grouping import by_kind, in_list_order
from training.figures.style import INK, MUTED, PALETTE, house_style, in_words, new_figure, say_nothing_to_show
from training.metrics import Floats

_SHADE: Final = LinearSegmentedColormap.from_list("shade", [to_rgba(PALETTE[0], 0), to_rgba(PALETTE[0])])
_SHOWN_FROM: Final = 0.005


def draw_confusion(judgements: Sequence[Judgement]) -> Figure:
    """Draw the share of the frames of each true kind (row) that is called by each name (column)."""
    truths, names, shares = tabulate(judgements)
    with house_style():
        figure = new_figure(1.9 + 0.42 * len(names), 1.9 + 0.34 * len(truths))
        if not truths:
            say_nothing_to_show(figure, "no frames")
            return figure
        axes = figure.subplots()
        axes.imshow(shares, cmap=_SHADE, vmin=0, vmax=1, aspect="auto")
        counts = {kind: len(members) for kind, members in by_kind(judgements).items()}
        axes.set_yticks(range(len(truths)), [f"{in_words(kind)}  ({counts[kind]})" for kind in truths])
        axes.set_xticks(range(len(names)), [in_words(kind) for kind in names], rotation=50, ha="right")
        axes.set(xlabel="called", ylabel="true kind (frames)")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        _draw_lines(axes, shares)
        _write_shares(axes, shares)
        return figure


def tabulate(judgements: Sequence[Judgement]) -> tuple[list[str], list[str], Floats]:
    """Count which kind is called what.

    Returns:
        The true kinds (rows), the names (columns), and the shares; each row sums to 1.
    """
    groups = by_kind(judgements)
    truths = list(groups)
    names = in_list_order({*truths, *(each.assessment.distortion for each in judgements)})
    shares = np.zeros((len(truths), len(names)))
    for row, members in enumerate(groups.values()):
        for each in members:
            shares[row, names.index(each.assessment.distortion)] += 1 / len(members)
    return truths, names, shares


def _draw_lines(axes: Axes, shares: Floats) -> None:
    n_rows, n_columns = shares.shape
    axes.hlines(np.arange(n_rows + 1) - 0.5, -0.5, n_columns - 0.5, color=MUTED, linewidth=0.4, alpha=0.4)
    axes.vlines(np.arange(n_columns + 1) - 0.5, -0.5, n_rows - 0.5, color=MUTED, linewidth=0.4, alpha=0.4)


def _write_shares(axes: Axes, shares: Floats) -> None:
    for (row, column), value in np.ndenumerate(shares):
        if value >= _SHOWN_FROM:
            colour = "white" if value > 0.6 else INK
            axes.text(column, row, f"{100 * value:.0f}", ha="center", va="center", fontsize=7.5, color=colour)
