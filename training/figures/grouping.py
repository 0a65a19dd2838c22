"""Judgements by camera and by kind."""

from collections.abc import Callable, Iterable, Sequence

from flir_iqa.kinds import KINDS
from training.evaluation.judgement import Judgement


def by_camera(judgements: Sequence[Judgement]) -> dict[str, list[Judgement]]:
    """Give the judgements of each camera, in the order in which the cameras come."""
    return _group(judgements, lambda each: each.camera)


def by_kind(judgements: Sequence[Judgement]) -> dict[str, list[Judgement]]:
    """Give the judgements of each true kind, in the order of the closed list."""
    groups = _group(judgements, lambda each: each.kind)
    return {kind: groups[kind] for kind in in_list_order(groups)}


def in_list_order(kinds: Iterable[str]) -> list[str]:
    """Give kinds in the order of the closed list; others stand last, by name."""
    return sorted(kinds, key=lambda kind: (KINDS.index(kind) if kind in KINDS else len(KINDS), kind))


def _group(judgements: Sequence[Judgement], key: Callable[[Judgement], str]) -> dict[str, list[Judgement]]:
    groups: dict[str, list[Judgement]] = {}
    for each in judgements:
        groups.setdefault(key(each), []).append(each)
    return groups
