"""Frames that were passed over under overload: the next result must count each, no more and no fewer.

Behind the last result of a partition, its last rejected record tells the same (docs/wire.md).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from chaos.evidence import Frame, Outcome
from chaos.judging import Place


def shed_frames(
    frames: Sequence[Frame], results: Sequence[Outcome], rejected: Sequence[Outcome]
) -> tuple[set[Place], list[str]]:
    """Return the frames whose shedding the records tell, and what they tell wrongly.

    Frames behind the last record of their partition are not among them: nothing tells of them.

    Args:
        frames: What the frame topic holds.
        results: The results.
        rejected: The rejected records.
    """
    done = {_place(outcome) for outcome in (*results, *rejected)}
    told = {_place(outcome): outcome for outcome in results}
    refused = {_place(outcome): outcome for outcome in rejected}
    shed: set[Place] = set()
    complaints: list[str] = []
    for ordered in _by_partition(frames):
        recent: list[Frame] = []  # without an outcome, since the partition's last result
        waiting: Counter[str | None] = Counter()  # the same for each camera, since its own
        last: tuple[Outcome, list[Frame]] | None = None  # the rejected record behind the last result, and what it tells
        for frame in ordered:
            place = (frame.partition, frame.offset)
            if place not in done:
                recent.append(frame)
                waiting[frame.camera_id] += 1
            elif place in told:
                complaints += _wrong_counts(told[place], recent, waiting.pop(frame.camera_id, 0))
                shed |= _places(recent)
                recent, last = [], None
            else:
                last = refused[place], [*recent]
        if last is not None:
            complaints += _wrong_header(*last)
            shed |= _places(last[1])
    return shed, complaints


def _wrong_header(outcome: Outcome, recent: Sequence[Frame]) -> Iterator[str]:
    expected = Counter(frame.camera_id for frame in recent)
    if dict(outcome.shed) != dict(expected):
        yield f"{outcome.frame_id} counts {dict(outcome.shed)} shed frames in its header, not {dict(expected)}"


def _wrong_counts(result: Outcome, recent: Sequence[Frame], n_own: int) -> Iterator[str]:
    yield from _wrong_header(result, recent)
    if result.record.get("shed_before") != n_own:
        yield f"{result.frame_id} says shed_before {result.record.get('shed_before')}, not {n_own}"


def _places(frames: Sequence[Frame]) -> set[Place]:
    return {(frame.partition, frame.offset) for frame in frames}


def _by_partition(frames: Sequence[Frame]) -> list[list[Frame]]:
    found: dict[int, list[Frame]] = defaultdict(list)
    for frame in sorted(frames, key=lambda each: (each.partition, each.offset)):
        found[frame.partition].append(frame)
    return list(found.values())


def _place(outcome: Outcome) -> Place:
    return outcome.partition, int(outcome.frame_id.rpartition("-")[2])
