"""A bar over the frames of every protocol and set."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from training.evaluation.judgement import Judgement
from training.evaluation.protocol import Options
from training.evaluation.run import Job, OnJudged
from training.evaluation.trial import Trial


@contextmanager
def show_judging(console: Console, jobs: Sequence[Job[Any]], options: Options) -> Iterator[OnJudged]:
    """Show how many frames are done; a frame is counted when its first trial has been judged."""
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("frames", total=sum(job.n_steps(options) for job in jobs))
        last: tuple[str, str, str] | None = None

        def on_judged(trial: Trial, _judgement: Judgement) -> None:
            nonlocal last
            at = (trial.protocol.split(":")[0], trial.camera, trial.frame)
            if at != last:
                last = at
                progress.update(task, advance=1, description=f"{trial.protocol}: {trial.camera}"[:60])

        yield on_judged
