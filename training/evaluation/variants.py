"""Accuracy of the same frames in variants: palettes, sizes, faults before and after the gain control."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.evaluation.detection import Detection, summarise_detection
from training.evaluation.judgement import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What one variant of the frames gave.

    Attributes:
        name: Name of the data set.
        variant: Which one, such as `ironbow` or `320x256`.
        figures: Clean against distorted.
        difference: Its accuracy less that of the first variant.
    """

    name: str
    variant: str
    figures: Detection
    difference: float


def summarise_variants(judgements: Sequence[Judgement]) -> list[Variant]:
    """Give the figures of each variant of one set, in the order in which they came.

    Args:
        judgements: Of a protocol whose names have the form `what:variant`.
    """
    detections = {
        protocol: summarise_detection([each for each in judgements if each.protocol == protocol])
        for protocol in dict.fromkeys(each.protocol for each in judgements)
    }
    first = next(iter(detections.values())).accuracy if detections else 0.0
    return [
        Variant(
            name=figures.name,
            variant=protocol.split(":", 1)[-1],
            figures=figures,
            difference=figures.accuracy - first,
        )
        for protocol, figures in detections.items()
    ]
