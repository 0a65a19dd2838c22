"""One frame to be judged, made by a protocol, with the truth that the protocol knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flir_iqa.kinds import NONE
from training.distortions.base import Frame
from training.evaluation.judgement import Judgement, ScoreFrame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """A frame and its truth; the fields are those of `Judgement`, with the picture in place of the answer."""

    camera: str
    frame: str
    protocol: str
    picture: Frame
    kind: str = NONE
    severity: float | None = 0.0
    visible: bool = True


def judge(trials: Iterable[Trial], score: ScoreFrame) -> Iterator[Judgement]:
    """Let a model judge each trial; pictures are let go one by one."""
    return (judge_one(trial, score) for trial in trials)


def judge_one(trial: Trial, score: ScoreFrame) -> Judgement:
    """Let a model judge one trial."""
    return Judgement(
        camera=trial.camera,
        frame=trial.frame,
        protocol=trial.protocol,
        kind=trial.kind,
        severity=trial.severity,
        assessment=score(trial.picture),
        visible=trial.visible,
    )
