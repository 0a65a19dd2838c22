"""One run of `flir-iqa score`: every file read, every frame scored, printed and drawn, every problem told."""

from collections.abc import Sequence
from pathlib import Path

import click

from flir_iqa.fliqe import FLIQE
from flir_iqa.scoring_cli.annotations import Annotator
from flir_iqa.scoring_cli.inputs import InputFrame, InputProblem, Sampling, find_files, printable, read_file
from flir_iqa.scoring_cli.printing import Printer
from flir_iqa.scoring_cli.progress import FileProgress
from flir_iqa.scoring_cli.summary import Summary


class ScoringRun:
    """Scores files one after the other; a file that cannot be scored does not keep others from it.

    Args:
        fliqe: What scores.
        printer: Prints each frame.
        annotator: Draws each frame, if asked for.
        progress: Shows how far it is.

    Attributes:
        n_problems: Files that could not be scored, or not to their end.
    """

    def __init__(self, fliqe: FLIQE, printer: Printer, annotator: Annotator | None, progress: FileProgress) -> None:
        self._fliqe = fliqe
        self._printer = printer
        self._annotator = annotator
        self._progress = progress
        self._summary = Summary()
        self.n_problems = 0

    def score_all(self, paths: Sequence[Path], sampling: Sampling) -> None:
        """Score the files at `paths`, folders searched."""
        files = find_files(paths)
        self._progress.begin(len(files))
        for place, file in enumerate(files):
            if isinstance(file, InputProblem):
                self._tell(file)
                continue
            for item in read_file(file, sampling):
                if isinstance(item, InputProblem):
                    self._tell(item)
                else:
                    self._score(item)
                    self._progress.move(place, item.done, printable(file))

    def close(self) -> None:
        """Print the summary and finish the annotated file; also of a run that was broken off."""
        self._printer.print_summary(self._summary)
        written = self._annotator.close() if self._annotator else None
        if written:
            click.echo(written, err=True)

    def _score(self, frame: InputFrame) -> None:
        assessment = self._fliqe.assess(frame.image)
        self._summary.add(assessment)
        if self._annotator:
            self._annotator.add(frame, assessment)
        self._printer.print_frame(frame, assessment)

    def _tell(self, problem: InputProblem) -> None:
        self.n_problems += 1
        click.secho(f"{printable(problem.source)}: {problem.detail}", err=True, fg="red")
