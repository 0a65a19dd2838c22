"""Real encoders: H.264 and H.265 from a high to a starved bit rate, on a clip that pans over the frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from flir_iqa.images import MIN_SIDE_PX
from flir_iqa.kinds import NONE
from training.datasets import FrameSet
from training.distortions.base import Frame
from training.evaluation.clip import pan
from training.evaluation.judgement import Judgement
from training.evaluation.source import Source, sources_of
from training.evaluation.trial import Trial
from training.evaluation.video_codec import H264, H265, Encoding, decode, encode
from training.metrics import roc_auc

PROTOCOL: Final = "encoders"
CRFS: Final = (20, 24, 28, 32, 36, 38, 42, 46, 51)
_GOOD_UP_TO: Final = 24
_STARVED_FROM: Final = 38
_ENCODINGS: Final = (("h264", H264), ("h265", H265))
_N_FRAMES: Final = 6
_STEP_PX: Final = (1, 3)


def encoder_trials(frames: FrameSet, seed: int) -> Iterator[Trial]:
    """Encode a clip of six frames at each rate factor and give the last, as a viewer sees it.

    Up to CRF 24 the truth is `none`, above it `compression`; from 28 to 36 it is a matter of taste, and the figures
    leave those out. A trial's protocol names codec and rate factor, as `h264:38`. Frames with a side under 64 px are
    too small for a clip and left out.
    """
    for source in sources_of(frames):
        if min(source.frame.shape[:2]) < 2 * MIN_SIDE_PX:
            continue
        clip = pan(source.frame, _N_FRAMES, _STEP_PX, source.generator(seed, PROTOCOL))
        for codec, encoding in _ENCODINGS:
            for crf in CRFS:
                yield _trial(source.showing(clip[-1]), f"{codec}:{crf}", crf, _last_of(clip, encoding, crf))


def _last_of(clip: list[Frame], encoding: Encoding, crf: int) -> Frame:
    at_rate = replace(encoding, options={**encoding.options, "crf": str(crf)})
    return decode(encode(clip, at_rate), at_rate, grey=clip[0].ndim == 2)[-1]


def _trial(source: Source, protocol: str, crf: int, picture: Frame) -> Trial:
    if crf <= _GOOD_UP_TO:
        return source.showing(picture).clean(protocol)
    return source.distorted(protocol, "compression", None, picture)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderFigures:
    """What a model says of one codec.

    Attributes:
        name: Name of the data set.
        codec: `h264` or `h265`.
        n_clips: Clips encoded at each rate factor.
        auc: Area under the ROC curve of CRF 38 and more against 24 and less.
        mean_quality: By rate factor.
    """

    name: str
    codec: str
    n_clips: int
    auc: float | None
    mean_quality: dict[int, float]


def summarise_encoders(judgements: Sequence[Judgement]) -> list[EncoderFigures]:
    """Give the figures of each codec on one set."""
    by_codec: dict[str, list[tuple[int, Judgement]]] = {}
    for each in judgements:
        codec, crf = each.protocol.split(":")
        by_codec.setdefault(codec, []).append((int(crf), each))
    return [_figures(codec, pairs) for codec, pairs in by_codec.items()]


def _figures(codec: str, pairs: Sequence[tuple[int, Judgement]]) -> EncoderFigures:
    at = {crf: [each.assessment.quality for at_crf, each in pairs if at_crf == crf] for crf, _ in pairs}
    counted = [each for crf, each in pairs if crf <= _GOOD_UP_TO or crf >= _STARVED_FROM]
    badness = np.array([1 - each.assessment.quality for each in counted], np.float64)
    starved = np.array([each.kind != NONE for each in counted], np.bool_)
    return EncoderFigures(
        name=pairs[0][1].camera,
        codec=codec,
        n_clips=len(next(iter(at.values()))),
        auc=roc_auc(badness, starved),
        mean_quality={crf: float(np.mean(qualities)) for crf, qualities in at.items()},
    )
