"""The page: which model, on what frames, every table, every figure, and the worst mistakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flir_iqa.errors import FlirIqaError
from training.datasets import SkippedFile
from training.evaluation.figure_table import as_text
from training.evaluation.result import EvaluationResult
from training.figures.style import in_words
from training.page.charts import draw_charts
from training.page.mistakes import WorstMistakes

_TEMPLATE: Final = "report.html.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSet:
    """How much of a data set was scored.

    Attributes:
        name: Of the data set.
        n_frames: Frames of it that a protocol used.
        scored: Protocol and how many times a frame was scored in it, distorted copies included.
    """

    name: str
    n_frames: int
    scored: tuple[tuple[str, int], ...]


def render_page(
    result: EvaluationResult, mistakes: WorstMistakes, skipped: Sequence[SkippedFile], made_at: datetime
) -> str:
    """Give the page as HTML: complete in itself, without scripts, every name in it escaped.

    Args:
        result: What was evaluated.
        mistakes: What was kept of it while it ran.
        skipped: Files that could not be read.
        made_at: When, with a time zone.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"figure": as_text, "words": in_words}
    return environment.get_template(_TEMPLATE).render(
        model=result.model,
        options=result.options,
        made_at=made_at,
        sets=count_sets(result),
        tables=result.tables,
        charts=draw_charts(result.judgements),
        mistakes=mistakes,
        skipped=skipped,
    )


def write_page(path: Path, page: str) -> None:
    """Write the page.

    Raises:
        FlirIqaError: The file cannot be written.
    """
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        message = f"cannot write the report {str(path)!r}: {error.strerror}"
        raise FlirIqaError(message) from error


def count_sets(result: EvaluationResult) -> list[ScoredSet]:
    """Count the frames of each data set, and the scores in each protocol."""
    frames: dict[str, set[str]] = {}
    scored: dict[str, list[tuple[str, int]]] = {}
    for outcome in result.outcomes:
        frames.setdefault(outcome.camera, set()).update(each.frame for each in outcome.judgements)
        scored.setdefault(outcome.camera, []).append((outcome.protocol, len(outcome.judgements)))
    return [ScoredSet(name=name, n_frames=len(frames[name]), scored=tuple(scored[name])) for name in frames]
