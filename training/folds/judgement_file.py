"""The uncalibrated judgements of left-out cameras in a file, to fit a calibration to or to look into."""

import csv
import gzip
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from flir_iqa.kinds import NONE
from training.calibration.raw_score import log_odds
from training.evaluation.judgement import Judgement

COLUMNS: Final = (
    "camera",
    "frame",
    "protocol",
    "kind",
    "severity",
    "visible",
    "log_odds",
    "model_severity",
    "model_kind",
    "quality",
)
"""The truth (`kind`, `severity`, `visible`) and what the network said before calibration; `model_kind` is the fault
that it would name if the frame is not clean."""


def write_judgements(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write judgements as gzipped CSV with a head, whole or not at all."""
    part = path.with_name(path.name + ".part")
    with gzip.open(part, "wt", newline="", encoding="utf-8", compresslevel=6) as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_row(each) for each in judgements)
    os.replace(part, path)


def _row(judgement: Judgement) -> tuple[str, ...]:
    said = judgement.assessment
    return (
        judgement.camera,
        judgement.frame,
        judgement.protocol,
        judgement.kind,
        _as_text(judgement.severity),
        str(int(judgement.visible)),
        _as_text(float(log_odds(said.quality))),
        _as_text(said.severity),
        max((kind for kind in said.probabilities if kind != NONE), key=said.probabilities.__getitem__),
        _as_text(said.quality),
    )


def _as_text(value: float | None) -> str:
    return "" if value is None else f"{value:.9g}"
