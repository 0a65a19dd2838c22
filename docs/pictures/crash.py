"""Draws crash.svg: the way of frames through a kill -9 of the flow. `python docs/pictures/crash.py`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CELL, GAP, LEFT, PANEL = 44, 4, 170, 196
INK, DONE, FLIGHT, LOST, NEW = "#1b2a3a", "#cfe8d5", "#fff0c2", "#f6d0cf", "#cfe0f6"
N_FRAMES: Final = 8


@dataclass(frozen=True, slots=True)
class Moment:
    """One panel: fills of the results that stand there, and of the frames that the flow holds, by offset."""

    title: str
    note: str
    results: Sequence[str]
    flow: Mapping[int, str]


MOMENTS: Final = (
    Moment(
        "1  It runs",
        "Frames 4, 5, 6 are scored; their results are on the way, none is acknowledged.",
        [DONE] * 4,
        {4: FLIGHT, 5: FLIGHT, 6: FLIGHT},
    ),
    Moment(
        "2  kill -9",
        "What it held is gone. Kafka had taken result 4: no process knows it, the topic does.",
        [DONE] * 5,
        {4: LOST, 5: LOST, 6: LOST},
    ),
    Moment(
        "3  It starts",
        "The last result is of frame 4: on with 5. The results before it refill the windows.",
        [*[DONE] * 5, NEW, NEW],
        {5: NEW, 6: NEW},
    ),
)


def cell(x: float, y: float, text: str, fill: str, dashed: bool = False) -> str:
    """Return one message."""
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="4" fill="{fill}" stroke="{INK}"{dash}/>'
        f'<text x="{x + CELL / 2}" y="{y + CELL / 2 + 5}" text-anchor="middle">{text}</text>'
    )


def place(offset: int) -> float:
    """Return where a message of this offset stands."""
    return LEFT + offset * (CELL + GAP)


def row(y: float, name: str, cells: Sequence[str]) -> Iterator[str]:
    """Yield a line: its name, then what it holds."""
    yield f'<text x="{LEFT - 14}" y="{y + CELL / 2 + 5}" text-anchor="end">{name}</text>'
    yield from cells


def panel(top: float, moment: Moment) -> Iterator[str]:
    """Yield one moment."""
    yield f'<text x="20" y="{top + 16}" font-weight="bold">{moment.title}</text>'
    yield f'<text x="{LEFT}" y="{top + 16}" fill="{INK}" font-size="13">{moment.note}</text>'
    y = top + 28
    yield from row(y, "frame topic", [cell(place(n), y, str(n), "#ffffff") for n in range(N_FRAMES)])
    y += CELL + 8
    yield from row(y, "in the flow", [cell(place(n), y, str(n), fill, dashed=True) for n, fill in moment.flow.items()])
    y += CELL + 8
    yield from row(y, "result topic", [cell(place(n), y, str(n), fill) for n, fill in enumerate(moment.results)])


def main() -> None:
    """Write the picture."""
    width, height = place(N_FRAMES) + 190, 20 + PANEL * len(MOMENTS)
    parts = [part for n, moment in enumerate(MOMENTS) for part in panel(20 + n * PANEL, moment)]
    lines = "\n".join(parts)
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="15">\n<title>The way of frames through a kill -9</title>\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{lines}\n</svg>\n'
    )
    Path(__file__).with_suffix(".svg").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
