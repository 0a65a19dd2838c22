"""Scored pairs made by hand."""

from flir_iqa.drift.scored_pair import ScoredPair


def pair(
    first: float,
    second: float,
    kinds: tuple[str, str] | None = None,
    *,
    camera: str = "gate",
    frame: str = "1.jpg",
) -> ScoredPair:
    """Make a pair; without kinds, clean from 0.5 on and else blurred."""
    named = ("none" if first >= 0.5 else "lens_blur", "none" if second >= 0.5 else "lens_blur")
    return ScoredPair(camera=camera, frame=frame, qualities=(first, second), distortions=kinds or named)
