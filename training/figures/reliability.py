"""The reliability diagram: whether a quality of 0.8 means that 8 in 10 such frames are clean."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.evaluation.judgement import Judgement
from training.figures.style import MUTED, PALETTE, house_style, new_figure
from training.metrics import Flags, Floats, expected_calibration_error

N_BINS: Final = 15


def draw_reliability(judgements: Sequence[Judgement]) -> Figure:
    """Draw the share of clean frames against the quality, in 15 bins, and how many frames are in each.

    Source: Guo et al., "On calibration of modern neural networks", ICML 2017.
    """
    quality: Floats = np.array([each.assessment.quality for each in judgements], np.float64)
    distorted: Flags = np.array([each.distorted for each in judgements], np.bool_)
    with house_style():
        figure = new_figure(5.2, 5.2)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        _draw_shares(upper, quality, distorted)
        _draw_counts(lower, quality)
        figure.align_ylabels()
        if quality.size:
            error = expected_calibration_error(quality, distorted)
            upper.set_title(f"expected calibration error {error:.3f}")
        return figure


def _draw_shares(axes: Axes, quality: Floats, distorted: Flags) -> None:
    bins = np.minimum((quality * N_BINS).astype(np.int64), N_BINS - 1)
    filled = np.unique(bins)
    stated = [float(quality[bins == each].mean()) for each in filled]
    clean = [float((~distorted[bins == each]).mean()) for each in filled]
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, linestyle=":")
    axes.vlines(stated, stated, clean, color=PALETTE[1], linewidth=2)
    axes.plot(stated, clean, color=PALETTE[0], marker="o", linewidth=1.2)
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), ylabel="share of clean frames")
    axes.grid(visible=True)


def _draw_counts(axes: Axes, quality: Floats) -> None:
    counts, edges = np.histogram(quality, N_BINS, (0, 1))
    axes.bar(edges[:-1], counts, width=np.diff(edges), align="edge", color=PALETTE[0], edgecolor="white", linewidth=0.5)
    axes.set_yscale("symlog", linthresh=1)
    axes.yaxis.set_major_formatter(lambda count, _place: f"{count:.0f}")
    axes.set(xlabel="quality", ylabel="frames", ylim=(0, None))
