"""What an evaluation gave: every judgement, and what they sum up to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from training.evaluation.figure_table import FigureTable
from training.evaluation.judgement import Judgement
from training.evaluation.mistakes import Mistakes
from training.evaluation.protocol import Options
from training.evaluation.visibility import VisibilitySummary
from training.model_score import ModelIdentity


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What one protocol gave on one set.

    Attributes:
        protocol: Name of the protocol.
        camera: Name of the set.
        judgements: Every judged frame.
        summary: What they sum up to: a dataclass of the protocol, or a list of them.
        visibility: What the distortions that change nothing visible do to the accuracy.
        mistakes: The frames that the model got most wrong.
    """

    protocol: str
    camera: str
    judgements: tuple[Judgement, ...]
    summary: Any
    visibility: VisibilitySummary
    mistakes: Mistakes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvaluationResult:
    """All that an evaluation gave.

    Attributes:
        model: Which model it was.
        options: What was asked for.
        outcomes: One for each protocol and set, protocol by protocol.
        tables: The figures as a terminal or a page shows them.
    """

    model: ModelIdentity
    options: Options
    outcomes: tuple[Outcome, ...]
    tables: tuple[FigureTable, ...]

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement of every protocol."""
        return tuple(each for outcome in self.outcomes for each in outcome.judgements)

    def as_document(self) -> dict[str, Any]:
        """Give every figure in plain values, for JSON."""
        results = [
            {
                "protocol": each.protocol,
                "data_set": each.camera,
                "figures": _plain(each.summary),
                "visibility": asdict(each.visibility),
                "mistakes": asdict(each.mistakes),
            }
            for each in self.outcomes
        ]
        return {"model": asdict(self.model), "options": asdict(self.options), "results": results}


def _plain(summary: Any) -> Any:
    if isinstance(summary, Sequence) and not isinstance(summary, str):
        return [_plain(each) for each in summary]
    return asdict(summary) if is_dataclass(summary) and not isinstance(summary, type) else summary
