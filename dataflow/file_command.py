"""`flir-iqa flow --input night.mcap --output scores.jsonl`: the flow without Kafka."""

import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import click

from dataflow.file_run import FileRun
from dataflow.items import Refused, Smoothed, ToSink
from dataflow.progress import frame_progress
from dataflow.recorded import RecordedFrames, open_frames
from dataflow.settings import FlowSettings
from dataflow.sinks.files import STANDARD_OUTPUT, OutputError, ResultFiles
from flir_iqa.cpu import available_threads
from flir_iqa.errors import FlirIqaError
from flir_iqa.scorer import Scorer
from plumbing.kafka.settings import TopicSettings
from plumbing.stopping import Stopper


class CountedFiles:
    """Result files, and what went into them.

    Args:
        files: Where the records go.
    """

    def __init__(self, files: ResultFiles) -> None:
        self._files = files
        self.n_scored = 0
        self.reasons: Counter[str] = Counter()

    def write(self, item: ToSink) -> None:
        """Write one record.

        Raises:
            OutputError: It cannot be written.
        """
        self._files.write(item)
        if isinstance(item, Smoothed):
            self.n_scored += 1
        elif isinstance(item, Refused):
            self.reasons[item.record.reason] += 1

    def summary(self, took_s: float) -> str:
        """Say what was written, and how fast."""
        n_rejected = self.reasons.total()
        speed = f"{took_s:.1f} s, {(self.n_scored + n_rejected) / max(took_s, 1e-3):.0f} frames/s"
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.reasons.most_common())
        return f"{self.n_scored} frames scored, {n_rejected} rejected{f' ({reasons})' if reasons else ''} in {speed}"


def score_recording(recording: Path, output: Path, topics: TopicSettings, settings: FlowSettings) -> None:
    """Score a recording into a file.

    Args:
        recording: The recording.
        output: Where the results go; `-` is standard output.
        topics: Names the topic of the frames, where the recording has several.
        settings: How to score and smooth.

    Raises:
        FlirIqaError: It could not be scored to its end; what was written is in files whose names end in `.part`.
    """
    stopper = Stopper()
    stopper.listen()
    check_output(recording, output)
    threads = settings.threads or 1
    scorer = Scorer(settings.model, threads)
    with open_frames(recording, topics) as recorded, closing(ResultFiles(output)) as files:
        if recorded.note:
            click.echo(recorded.note, err=True)
        counted, begin = CountedFiles(files), time.monotonic()
        with frame_progress(recorded.n_frames) as progress:
            run = FileRun(
                scorer=scorer,
                n_at_once=max(1, available_threads() // threads),
                topic=recorded.topic,
                windows=settings.windows,
                stopping=lambda: stopper.stopping,
                read=progress,
            )
            _run(run, recorded, counted, files)
        click.echo(counted.summary(time.monotonic() - begin), err=True)


def check_output(recording: Path, output: Path) -> None:
    """Refuse an output that could not be written, or that would destroy the input, before any work.

    Raises:
        OutputError: It is refused.
    """
    if output == STANDARD_OUTPUT:
        return
    if output.is_dir() or not output.parent.is_dir():
        reason = "it is a folder" if output.is_dir() else "its folder is not there"
        message = f"expected --output to name a file, got {str(output)!r}: {reason}"
        raise OutputError(message)
    if output.exists() and recording.exists() and output.samefile(recording):
        message = f"--output is the recording itself, {str(recording)!r}: name another file"
        raise OutputError(message)


def _run(run: FileRun, recorded: RecordedFrames, counted: CountedFiles, files: ResultFiles) -> None:
    try:
        run.run(recorded.frames, counted)
    except FlirIqaError:
        if files.results.path != STANDARD_OUTPUT:
            click.echo(f"what was scored until now is in {str(files.results.part)!r}", err=True)
        raise
    files.finish()
