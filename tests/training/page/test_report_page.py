"""The page: complete in itself, and safe whatever files are called."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from flir_iqa.errors import FlirIqaError
from tests.training.figures.examples import graded, judged
from training.datasets import SkippedFile
from training.evaluation.bootstrap import Interval
from training.evaluation.figure_table import FigureTable
from training.evaluation.judgement import Judgement
from training.evaluation.mistakes import list_mistakes
from training.evaluation.protocol import Options
from training.evaluation.result import EvaluationResult, Outcome
from training.evaluation.trial import Trial
from training.evaluation.visibility import summarise_visibility
from training.model_score import ModelIdentity
from training.page.mistakes import WorstMistakes
from training.page.report_page import count_sets, render_page, write_page

HOSTILE = "\"><script>alert('$\\frac{')</script>&amp;.png"


class Elements(HTMLParser):
    """Collects the names and attributes of all elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def outcome(protocol: str, camera: str, judgements: list[Judgement]) -> Outcome:
    return Outcome(
        protocol=protocol,
        camera=camera,
        judgements=tuple(judgements),
        summary=None,
        visibility=summarise_visibility(judgements),
        mistakes=list_mistakes(judgements),
    )


def result(camera: str = "gate", frame: str = "a.png") -> EvaluationResult:
    ancestor = [judged("none", 0.9, camera=camera, frame=frame), judged("ghosting", 0.8, camera=camera, frame=frame)]
    rows = ((camera, 0.5, Interval(0.5, 0.25, 0.75), None),)
    return EvaluationResult(
        model=ModelIdentity(name=camera, version="1", sha256="ab" * 32, kinds=("none", "ghosting")),
        options=Options(),
        outcomes=(outcome("ancestor", camera, ancestor), outcome("graded", camera, graded())),
        tables=(FigureTable(title=f"of {camera}", columns=("data set", "accuracy", "AUC", "F1"), rows=rows),),
    )


@cache
def page(camera: str = "gate", frame: str = "a.png") -> str:
    evaluated = result(camera, frame)
    mistakes = WorstMistakes()
    for each in evaluated.judgements:
        picture = np.zeros((64, 64), np.uint8)
        mistakes.add(Trial(camera=camera, frame=frame, protocol="ancestor", picture=picture, kind=each.kind), each)
    skipped = [SkippedFile(Path(frame), f"cannot read {frame}")]
    return render_page(evaluated, mistakes, skipped, datetime(2026, 1, 31, 12, tzinfo=UTC))


def test_it_says_which_model_what_frames_and_what_came_out() -> None:
    text = " ".join(Elements(page()).text.split())
    for words in (
        "gate 1",
        "2026-01-31 12:00 UTC",
        "ab" * 32,
        "clean, ghosting",
        "ancestor 2, graded 28",
        "0.500 [0.250, 0.750]",
        "true: ghosting",
        "said: clean, quality 0.800",
        "1 files could not be read",
        "Protocol graded, 28 frames scored",
    ):
        assert words in text


def test_it_needs_nothing_from_elsewhere_and_runs_no_script() -> None:
    for tag, attributes in Elements(page()).found:
        assert tag not in {"script", "link", "iframe", "object"}
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:image/")), (tag, attributes)
    addresses = {match for match in re.findall(r"url\(([^)]*)\)", page()) if not match.startswith("#")}
    assert not addresses


def test_names_of_files_and_cameras_are_text_and_nothing_else() -> None:
    plain, hostile = Elements(page()), Elements(page(HOSTILE, HOSTILE))
    assert {tag for tag, _ in hostile.found} == {tag for tag, _ in plain.found}
    assert {name for _, attributes in hostile.found for name in attributes} == {
        name for _, attributes in plain.found for name in attributes
    }
    assert HOSTILE in hostile.text


def test_frames_are_counted_once_and_scores_by_protocol() -> None:
    (counted,) = count_sets(result())
    assert (counted.name, counted.n_frames, counted.scored) == ("gate", 1, (("ancestor", 2), ("graded", 28)))


def test_without_mistakes_and_figures_it_says_so() -> None:
    without_figures = replace(result(), outcomes=())
    page = render_page(without_figures, WorstMistakes(), [], datetime.now(UTC))
    assert page.count(">None.<") == 2
    assert "No protocol was run that has a figure." in page


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    write_page(tmp_path / "report.html", "page")
    assert (tmp_path / "report.html").read_text() == "page"
    with pytest.raises(FlirIqaError, match="cannot write the report"):
        write_page(tmp_path / "nowhere" / "report.html", "page")
