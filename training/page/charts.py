"""The figures of the page, each with one sentence on how to read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from training.evaluation.ancestor import PROTOCOL as ANCESTOR
from training.evaluation.every_kind import PROTOCOL as EVERY_KIND
from training.evaluation.graded import PROTOCOL as GRADED
from training.evaluation.judgement import Judgement
from training.figures.confusion import draw_confusion
from training.figures.embedding_map import draw_embedding_map
from training.figures.quality_by_severity import draw_quality_by_severity
from training.figures.reliability import draw_reliability
from training.figures.roc import draw_roc
from training.figures.severity_estimates import draw_severity_estimates
from training.figures.style import INK, to_svg

_NARROW_IN: Final = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One figure as the page shows it.

    Attributes:
        title: Its headline.
        reading: How to read it, and which frames it is of.
        svg: The figure, an SVG element that takes the page's text colour.
        is_narrow: Whether it is about as high as wide.
    """

    title: str
    reading: str
    svg: str
    is_narrow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """A figure, and the protocols whose judgements it is drawn of: the first that was run."""

    title: str
    reading: str
    draw: Callable[[Sequence[Judgement]], Figure]
    protocols: tuple[str, ...]


_RECIPES: Final = (
    _Recipe(
        title="Clean against distorted",
        reading="Each step along a curve is a stricter threshold; the further to the upper left, the better.",
        draw=draw_roc,
        protocols=(EVERY_KIND, ANCESTOR),
    ),
    _Recipe(
        title="Is the quality a probability?",
        reading="Points on the dotted line: of the frames with quality 0.8, 8 in 10 are clean. Below it: too sure.",
        draw=draw_reliability,
        protocols=(ANCESTOR, EVERY_KIND),
    ),
    _Recipe(
        title="What the kinds are called",
        reading="Each row says in percent what frames of one kind were called; the diagonal is right.",
        draw=draw_confusion,
        protocols=(EVERY_KIND, ANCESTOR),
    ),
    _Recipe(
        title="Quality as faults get worse",
        reading="Median and middle half of the frames; it should fall without turning, past the dashed threshold.",
        draw=draw_quality_by_severity,
        protocols=(GRADED,),
    ),
    _Recipe(
        title="Estimated severity",
        reading="Median and middle half of the estimates; on the dashed line they equal the true severity.",
        draw=draw_severity_estimates,
        protocols=(GRADED,),
    ),
    _Recipe(
        title="Map of the embeddings",
        reading="Each mark is a frame; what lies together looks alike to the network. Long distances mean nothing.",
        draw=draw_embedding_map,
        protocols=(EVERY_KIND, ANCESTOR),
    ),
)


def draw_charts(judgements: Sequence[Judgement]) -> list[Chart]:
    """Draw every figure for which a protocol was run."""
    charts = []
    for number, recipe in enumerate(_RECIPES):
        protocol, members = _pick(judgements, recipe.protocols)
        if members:
            figure = recipe.draw(members)
            svg = to_svg(figure, f"chart-{number}").replace(INK, "currentColor")
            reading = f"{recipe.reading} Protocol {protocol}, {len(members)} frames scored."
            is_narrow = bool(figure.get_figwidth() < _NARROW_IN)
            charts.append(Chart(title=recipe.title, reading=reading, svg=svg, is_narrow=is_narrow))
    return charts


def _pick(judgements: Sequence[Judgement], protocols: Sequence[str]) -> tuple[str, list[Judgement]]:
    for protocol in protocols:
        members = [each for each in judgements if each.protocol == protocol]
        if members:
            return protocol, members
    return "", []
