"""What each picture's quality is, by the library alone."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from chaos.evidence import digest
from chaos.message import Message
from flir_iqa.decoding import decode_frame
from flir_iqa.scorer import Scorer


def qualities(model: Path | None, messages: Iterable[Message]) -> dict[str, float]:
    """Return the raw quality of each good picture, by its digest, as a flow on this machine must give it.

    Args:
        model: The ONNX file; the shipped model by default.
        messages: Pictures, and what is none.
    """
    return {digest(message.value): _quality(model, message.value) for message in messages if message.good}


@cache
def _quality(model: Path | None, picture: bytes) -> float:
    return _scorer(model).assess(decode_frame(picture)).quality


@cache
def _scorer(model: Path | None) -> Scorer:
    return Scorer(model)
