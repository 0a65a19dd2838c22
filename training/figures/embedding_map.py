"""A map of the embeddings: frames that the network sees as alike in quality lie close together."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

from training.evaluation.judgement import Judgement
from training.figures.grouping import in_list_order
from training.figures.style import add_legend, house_style, in_words, look, new_figure, say_nothing_to_show
from training.metrics import Floats

MAX_POINTS: Final = 800
_FEWEST: Final = 8
_PERPLEXITY: Final = 30.0
_ITERATIONS: Final = 750


def draw_embedding_map(judgements: Sequence[Judgement], seed: int = 0) -> Figure:
    """Draw the embeddings in two dimensions (t-SNE), coloured by true kind.

    Of more than `MAX_POINTS` judgements a random part is drawn.

    Args:
        judgements: What to draw; the same ones and the same seed give the same map.
        seed: Of the choice and of the map.

    Source: van der Maaten and Hinton, "Visualizing data using t-SNE", JMLR 2008.
    """
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.permutation(len(judgements))[:MAX_POINTS])
    shown = [judgements[index] for index in chosen]
    with house_style():
        figure = new_figure(8.2, 5.6)
        if len(shown) < _FEWEST:
            say_nothing_to_show(figure, f"a map needs at least {_FEWEST} frames, there are {len(shown)}")
            return figure
        axes = figure.subplots()
        axes.set(xticks=(), yticks=())
        axes.spines[:].set_visible(False)
        _draw(axes, place(shown, seed), [each.kind for each in shown])
        return figure


def place(judgements: Sequence[Judgement], seed: int) -> Floats:
    """Give a point for each judgement, N x 2."""
    embeddings = np.array([each.assessment.embedding for each in judgements], np.float32)
    perplexity = min(_PERPLEXITY, (len(judgements) - 1) / 3)
    # All at one place (a constant network) would make the start by principal components divide by zero.
    spread = bool(np.ptp(embeddings, axis=0).max() > 0)
    start = "pca" if spread else "random"
    method = TSNE(perplexity=perplexity, init=start, random_state=seed, max_iter=_ITERATIONS, n_jobs=1)
    # Threads that wait for each other on a busy machine make it a hundred times slower; one is enough here.
    with threadpool_limits(limits=1):
        return np.asarray(method.fit_transform(embeddings), np.float64)


def _draw(axes: Axes, points: Floats, kinds: Sequence[str]) -> None:
    truths = np.array(kinds)
    present = in_list_order(set(kinds))
    handles: list[PathCollection] = []
    for index, kind in enumerate(present):
        style, (x, y) = look(index), points[truths == kind].T
        # As pixels: a thousand shapes would make most of the page's size.
        handles.append(
            axes.scatter(x, y, s=16, c=style.colour, marker=style.marker, alpha=0.8, linewidths=0, rasterized=True)
        )
    labels = [f"{in_words(kind)}  ({int((truths == kind).sum())})" for kind in present]
    add_legend(axes, handles, labels, "true kind (frames)")
