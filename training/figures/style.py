"""What all figures share: colours that the colour-blind tell apart, one ink, and how a figure becomes a file.

Figures are made by matplotlib's objects alone, without pyplot: nothing global is left behind.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK: Final = "#3b4252"
"""Text and axes; the page replaces it by its own text colour."""

MUTED: Final = "#8a8f98"

PALETTE: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7a68c4")
"""Okabe and Ito, "Color universal design", 2008, without black and yellow, which vanish on one of two backgrounds."""

_MARKERS: Final = ("o", "^", "s", "D", "v", "P")
_LINES: Final = ("-", "--", ":", "-.")
_LONGEST: Final = 28
_LAST_LATIN: Final = 0x24F

_SETTINGS: Final[dict[Any, Any]] = {
    "text.parse_math": False,  # a file name with a dollar sign is no formula
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 10,
    "axes.labelsize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.size": 9,
    "grid.alpha": 0.3,
    "grid.color": MUTED,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "savefig.facecolor": "none",
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
}


class Look(NamedTuple):
    """How one of many things is drawn, so that it differs from its neighbours not by colour alone."""

    colour: str
    line: str
    marker: str


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in one style; the settings of matplotlib are put back at the end."""
    with mpl.rc_context(_SETTINGS):
        yield


def look(index: int) -> Look:
    """Give the look of thing number `index`; it repeats after a few dozen."""
    turn = index // len(PALETTE)
    return Look(PALETTE[index % len(PALETTE)], _LINES[turn % len(_LINES)], _MARKERS[turn % len(_MARKERS)])


def new_figure(width_in: float, height_in: float) -> Figure:
    """Give an empty figure that places its parts without overlap."""
    return Figure(figsize=(width_in, height_in), layout="constrained")


def readable(name: str) -> str:
    """Give a name as a label can show it: short, without control characters or letters that the font lacks."""
    shown = "".join(each if each.isprintable() and ord(each) <= _LAST_LATIN else "?" for each in name)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def in_words(kind: str) -> str:
    """Give the name of a kind as text."""
    return "clean" if kind == "none" else kind.replace("_", " ")


def say_nothing_to_show(figure: Figure, why: str) -> None:
    """Put one line where a figure has no data."""
    axes = figure.subplots()
    axes.set_axis_off()
    axes.text(0.5, 0.5, why, ha="center", va="center", color=INK, transform=axes.transAxes)


def add_legend(axes: Axes, handles: Sequence[Artist], labels: Sequence[str], title: str | None = None) -> None:
    """Put a legend to the right, outside of the axes."""
    axes.legend(handles, labels, loc="center left", bbox_to_anchor=(1.02, 0.5), title=title, markerscale=1.4)


def to_svg(figure: Figure, salt: str) -> str:
    """Give a figure as an SVG element.

    Args:
        figure: What to write.
        salt: Makes the identifiers in it differ from those of other figures on the same page.
    """
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "path"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
    text = out.getvalue()
    return text[text.index("<svg") :]


def to_png(figure: Figure, dots_per_inch: int = 150) -> bytes:
    """Give a figure as a PNG on white."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=dots_per_inch, facecolor="white")
    return out.getvalue()
