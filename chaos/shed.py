"""Frames that were passed over under overload: the next result must count each, no more and no fewer."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from chaos.evidence import Frame, Outcome
from chaos.judging import Place


def shed_frames(
    frames: Sequence[Frame], results: Sequence[Outcome], rejected: Sequence[Outcome]
) -> tuple[set[Place], list[str]]:
    """Return the frames whose shedding the results tell, and what they tell wrongly.

    Frames without an outcome behind the last result of their partition are not among them: nothing tells of them.

    Args:
        frames: What the frame topic holds.
        results: The results.
        rejected: The rejected records.
    """
    done = {_place(outcome) for outcome in (*results, *rejected)}
    told = {_place(outcome): outcome for outcome in results}
    shed: set[Place] = set()
    complaints: list[str] = []
    for ordered in _by_partition(frames):
        recent: list[Frame] = []  # without an outcome, since the partition's last result
        waiting: Counter[str | None] = Counter()  # the same for each camera, since its own
        for frame in ordered:
            place = (frame.partition, frame.offset)
            if place not in done:
                recent.append(frame)
                waiting[frame.camera_id] += 1
            elif place in told:
                complaints += _wrong_counts(told[place], recent, waiting.pop(frame.camera_id, 0))
                shed |= {(each.partition, each.offset) for each in recent}
                recent = []
    return shed, complaints


def _wrong_counts(result: Outcome, recent: Sequence[Frame], n_own: int) -> Iterator[str]:
    expected = Counter(frame.camera_id for frame in recent)
    if dict(result.shed) != dict(expected):
        yield f"{result.frame_id} counts {dict(result.shed)} shed frames in its header, not {dict(expected)}"
    if result.record.get("shed_before") != n_own:
        yield f"{result.frame_id} says shed_before {result.record.get('shed_before')}, not {n_own}"


def _by_partition(frames: Sequence[Frame]) -> list[list[Frame]]:
    found: dict[int, list[Frame]] = defaultdict(list)
    for frame in sorted(frames, key=lambda each: (each.partition, each.offset)):
        found[frame.partition].append(frame)
    return list(found.values())


def _place(outcome: Outcome) -> Place:
    return outcome.partition, int(outcome.frame_id.rpartition("-")[2])
