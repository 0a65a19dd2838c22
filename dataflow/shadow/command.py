"""The command `flir-iqa shadow`."""

from pathlib import Path
from typing import Final

import click

from dataflow.progress import frame_progress
from dataflow.recorded import open_frames
from dataflow.shadow.live import live_frames
from dataflow.shadow.run import ShadowRun
from flir_iqa.drift.limits import DriftLimits
from flir_iqa.drift.outcome import figure_option, limit_options, show_and_end
from flir_iqa.drift.report import DriftReport
from flir_iqa.model_file import SHIPPED_MODEL
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.settings import load, settings_options
from plumbing.stopping import Stopper
from recording.moments import parse_duration_ns
from recording.units import SECOND_NS

_FEW: Final = 16
"""Frames that may be on their way when the time is over."""
_path = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  flir-iqa shadow night.mcap --model old.onnx --model new.onnx
  flir-iqa shadow night.mcap --model new.onnx                  against the shipped model
  flir-iqa shadow night.mcap --model new.onnx --max-flips 0 --json > drift.json
  flir-iqa shadow --topic thermal-frames --duration 10m --model old.onnx --model new.onnx
\b
Exit code: 0 the models were compared and no limit was passed, 1 they could
not be compared, 2 the command was not understood, 3 beyond a limit."""
)
@click.argument("recording", type=_path, required=False)
@click.option(
    "--model",
    "models",
    type=_path,
    multiple=True,
    required=True,
    help="Model file or checkpoint; give it twice, first the one in use. One alone is compared with the shipped model.",
)
@click.option(
    "--topic", help="The live topic, where no recording is given; else the recorded topic, if there are several."
)
@click.option("--duration", default="60s", show_default=True, metavar="TIME", help="How long to read the live topic.")
@limit_options
@figure_option
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as one JSON object.")
@click.option("--threads", type=click.IntRange(1), help="Threads for one frame.  [default: the CPUs we may use]")
@settings_options(KafkaSettings)
def shadow(
    document: Document,
    kafka: KafkaSettings,
    recording: Path | None,
    models: tuple[Path, ...],
    topic: str | None,
    duration: str,
    max_flips: int | None,
    max_mean_difference: float | None,
    figure: Path | None,
    as_json: bool,
    threads: int | None,
) -> None:
    """Run two models over the same frames, of a RECORDING or of a live topic, and say how far they drift apart.

    A live topic is only read: nothing is written or committed, and whatever else reads it does not notice. The report
    is that of `flir-iqa compare`. Ctrl-C ends the run early and reports on what was scored.
    """
    if len(models) > 2 or (recording is None and topic is None):
        wrong = f"{len(models)} models" if len(models) > 2 else "neither a RECORDING nor --topic"
        message = f"expected one or two --model, and a RECORDING or --topic NAME; got {wrong}"
        raise click.UsageError(message)
    first, second = models if len(models) == 2 else (SHIPPED_MODEL, models[0])
    limits = DriftLimits(max_flips=max_flips, max_mean_difference=max_mean_difference)
    if recording is not None:
        report = _shadow_recording(recording, topic, (first, second), threads, limits)
    else:
        duration_s = parse_duration_ns(duration) / SECOND_NS
        max_frame_bytes = load(TopicSettings, document).max_frame_bytes
        report = _shadow_topic(kafka, topic or "", max_frame_bytes, duration_s, (first, second), threads, limits)
    show_and_end(report, as_json=as_json, figure=figure)


def _shadow_recording(
    recording: Path, topic: str | None, models: tuple[Path, Path], threads: int | None, limits: DriftLimits
) -> DriftReport:
    stopper = Stopper()
    stopper.listen()
    with open_frames(recording, TopicSettings(), asked=topic) as recorded:
        if recorded.note:
            click.echo(recorded.note, err=True)
        run = ShadowRun(models, recorded.topic, threads)
        with frame_progress(recorded.n_frames) as progress:
            run.score(recorded.frames, progress, lambda: stopper.stopping)
    return run.report(limits)


def _shadow_topic(
    kafka: KafkaSettings,
    topic: str,
    max_frame_bytes: int,
    duration_s: float,
    models: tuple[Path, Path],
    threads: int | None,
    limits: DriftLimits,
) -> DriftReport:
    stopper = Stopper()
    stopper.listen()
    run = ShadowRun(models, topic, threads)
    with frame_progress(None) as progress:
        frames = live_frames(kafka, topic, max_frame_bytes, duration_s, lambda: stopper.stopping, _tell_left)
        run.score(frames, progress, lambda: stopper.stopping)
    return run.report(limits)


def _tell_left(n_frames: int) -> None:
    """Say that the models did not keep up, where they did not."""
    if n_frames > _FEW:
        text = f"{n_frames} frames came that were not read in time: the models are slower than the cameras here"
        click.secho(text, err=True, fg="yellow")
