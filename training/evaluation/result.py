"""What an evaluation gave: every judgement, and what they sum up to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from training.evaluation.judgement import Judgement
from training.evaluation.protocol import Options
from training.model_score import ModelIdentity


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What one protocol gave on one set.

    Attributes:
        protocol: Name of the protocol.
        camera: Name of the set.
        judgements: Every judged frame.
        summary: What they sum up to: a dataclass of the protocol, or a list of them.
    """

    protocol: str
    camera: str
    judgements: tuple[Judgement, ...]
    summary: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvaluationResult:
    """All that an evaluation gave.

    Attributes:
        model: Which model it was.
        options: What was asked for.
        outcomes: One for each protocol and set, protocol by protocol.
    """

    model: ModelIdentity
    options: Options
    outcomes: tuple[Outcome, ...]

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement of every protocol."""
        return tuple(each for outcome in self.outcomes for each in outcome.judgements)

    def summaries(self) -> dict[str, list[Any]]:
        """Give the summaries of the sets, by the name of the protocol."""
        by_protocol: dict[str, list[Any]] = {}
        for outcome in self.outcomes:
            by_protocol.setdefault(outcome.protocol, []).append(outcome.summary)
        return by_protocol

    def as_document(self) -> dict[str, Any]:
        """Give every figure in plain values, for JSON."""
        results = [
            {"protocol": each.protocol, "data_set": each.camera, "figures": _plain(each.summary)}
            for each in self.outcomes
        ]
        return {"model": asdict(self.model), "options": asdict(self.options), "results": results}


def _plain(summary: Any) -> Any:
    if isinstance(summary, Sequence) and not isinstance(summary, str):
        return [_plain(each) for each in summary]
    return asdict(summary) if is_dataclass(summary) and not isinstance(summary, type) else summary
