"""Runs protocols over sets of frames, and sums up what was judged."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from training.errors import DatasetError
from training.evaluation.ancestor import TRUE_NOISE
from training.evaluation.figure_table import FigureTable
from training.evaluation.further_tables import visibility_table
from training.evaluation.judgement import Judgement, ScoreFrame
from training.evaluation.mistakes import list_mistakes
from training.evaluation.protocol import FramesT, Options, Protocol
from training.evaluation.result import EvaluationResult, Outcome
from training.evaluation.subset import choose_frames
from training.evaluation.trial import Trial, judge_one
from training.evaluation.visibility import summarise_visibility
from training.model_score import LoadedModel

OnJudged = Callable[[Trial, Judgement], None]
"""Called with each trial, picture included, and what the model said of it; the picture is let go after it."""


@dataclass(frozen=True, slots=True, eq=False)
class Job(Generic[FramesT]):
    """One protocol on one set."""

    protocol: Protocol[FramesT]
    frames: FramesT

    def n_steps(self, options: Options) -> int:
        """Count how often another frame comes up."""
        n_max = self._n_max(options)
        n_frames = len(self.frames.frames)
        return (n_frames if n_max is None else min(n_max, n_frames)) * self.protocol.n_passes(options)

    def trials(self, options: Options) -> Iterator[Trial]:
        """Make the trials, of as many frames as were asked for."""
        return self.protocol.trials(choose_frames(self.frames, self._n_max(options), options.seed), options)

    def _n_max(self, options: Options) -> int | None:
        return self.protocol.max_frames if options.max_frames is None else options.max_frames


def run_protocols(
    model: LoadedModel, jobs: Sequence[Job[Any]], options: Options, on_judged: OnJudged | None = None
) -> EvaluationResult:
    """Run protocols over sets of frames, one after the other.

    Args:
        model: The model to question.
        jobs: What to run, in order.
        options: Seed, repeats and number of frames.
        on_judged: Called with each trial and judgement, such as to move a progress bar or to keep the worst mistakes.

    Raises:
        DatasetError: A protocol cannot use a set; the message names both.
        ModelError: The model gave no number.
    """
    outcomes = tuple(_run(job, model.score, options, on_judged) for job in jobs)
    protocols = {job.protocol.name: job.protocol for job in jobs}
    return EvaluationResult(
        model=model.identity,
        options=options,
        outcomes=outcomes,
        tables=tuple(table for protocol in protocols.values() for table in show_outcomes(protocol, outcomes)),
    )


def show_outcomes(protocol: Protocol[Any], outcomes: Sequence[Outcome]) -> list[FigureTable]:
    """Give the tables of one protocol over all sets; outcomes of other protocols are passed over."""
    own = [each for each in outcomes if each.protocol == protocol.name]
    tables = protocol.tables([each.summary for each in own])
    if protocol.every_fault_shows and any(each.visibility.n_invisible for each in own):
        tables.append(visibility_table([(each.protocol, each.camera, each.visibility) for each in own]))
    return tables


def tell_all(*listeners: OnJudged) -> OnJudged:
    """Give a listener that tells several, in their order."""

    def tell(trial: Trial, judgement: Judgement) -> None:
        for listener in listeners:
            listener(trial, judgement)

    return tell


def _run(job: Job[Any], score: ScoreFrame, options: Options, on_judged: OnJudged | None) -> Outcome:
    judgements = []
    for trial in job.trials(options):
        judgement = judge_one(trial, score)
        judgements.append(judgement)
        if on_judged is not None:
            on_judged(trial, judgement)
    return sum_up(job.protocol, job.frames.name, judgements)


def sum_up(protocol: Protocol[Any], camera: str, judgements: Sequence[Judgement]) -> Outcome:
    """Sum up the judgements of one protocol on one set.

    Raises:
        DatasetError: They are not what the protocol makes; the message names it and the set.
    """
    try:
        summary = protocol.summarise(judgements)
    except DatasetError as error:
        message = f"protocol {protocol.name!r} on the set {camera!r}: {error}"
        raise DatasetError(message) from error
    return Outcome(
        protocol=protocol.name,
        camera=camera,
        judgements=tuple(judgements),
        summary=summary,
        visibility=summarise_visibility([each for each in judgements if each.protocol != TRUE_NOISE]),
        mistakes=list_mistakes(judgements),
    )
