"""The lines of `flir-iqa score`: for people in a terminal, for people who pipe, and for machines."""

import json
from abc import ABC, abstractmethod
from typing import Final

import click
from rich.console import Console
from rich.text import Text

from flir_iqa.assessment import Assessment
from flir_iqa.colors import quality_color
from flir_iqa.kinds import KINDS, NONE
from flir_iqa.scoring_cli.drawing import vivid
from flir_iqa.scoring_cli.inputs import InputFrame
from flir_iqa.scoring_cli.summary import Summary

_BAR_CELLS: Final = 20
_KIND_CELLS: Final = max(map(len, KINDS))


class Printer(ABC):
    """Prints what became of each frame on standard output."""

    @abstractmethod
    def print_frame(self, frame: InputFrame, assessment: Assessment) -> None:
        """Print one scored frame."""

    @abstractmethod
    def print_summary(self, summary: Summary) -> None:
        """Print what all frames together say, where people look."""


class JsonPrinter(Printer):
    """One JSON object a line.

    Its fields are a promise: `source`, `frame` and `time_s` (null for pictures), `quality`, `distortion`,
    `distortion_probability`, `probabilities`, `severity`, `model`. More may be added.
    """

    def __init__(self, model: str) -> None:
        self._model = model

    def print_frame(self, frame: InputFrame, assessment: Assessment) -> None:
        """Print one scored frame; floats unrounded."""
        fields = {
            "source": str(frame.source),
            "frame": frame.frame,
            "time_s": frame.time_s,
            "quality": assessment.quality,
            "distortion": assessment.distortion,
            "distortion_probability": assessment.distortion_probability,
            "probabilities": dict(assessment.probabilities),
            "severity": assessment.severity,
            "model": self._model,
        }
        click.echo(json.dumps(fields, allow_nan=False))

    def print_summary(self, summary: Summary) -> None:
        """Print nothing: each line of the output is a frame."""


class PlainPrinter(Printer):
    """Aligned columns without colour: quality, distortion, its probability, the frame."""

    def print_frame(self, frame: InputFrame, assessment: Assessment) -> None:
        """Print one scored frame."""
        click.echo(_columns(assessment) + frame.label)

    def print_summary(self, summary: Summary) -> None:
        """Print nothing: each line of the output is a frame."""


class TerminalPrinter(Printer):
    """The same with a bar in the colour of the quality, and a last line that sums up."""

    def __init__(self) -> None:
        self._console = Console()
        self._has_header = False

    def print_frame(self, frame: InputFrame, assessment: Assessment) -> None:
        """Print one scored frame, after a header before the first."""
        if not self._has_header:
            self._has_header = True
            header = f"{'':<{_BAR_CELLS}} {'quality':>7}  {'distortion':<{_KIND_CELLS}} {'prob.':>6}  frame"
            self._print(Text(header, style="bold"))
        blue, green, red = vivid(quality_color(assessment.quality))
        filled = round(assessment.quality * _BAR_CELLS)
        line = Text("━" * filled, style=f"rgb({red},{green},{blue})")
        line.append("━" * (_BAR_CELLS - filled) + " ", style="bright_black")
        line.append(_columns(assessment), style="" if assessment.distortion == NONE else "bold")
        self._print(line.append(frame.label))

    def print_summary(self, summary: Summary) -> None:
        """Print what all frames together say."""
        if summary.n_frames:
            self._print(Text(str(summary), style="bright_black"))

    def _print(self, line: Text) -> None:
        self._console.print(line, no_wrap=True, overflow="ellipsis", crop=True)


def _columns(assessment: Assessment) -> str:
    return (
        f"{assessment.quality:7.3f}  {assessment.distortion:<{_KIND_CELLS}} {assessment.distortion_probability:6.3f}  "
    )
