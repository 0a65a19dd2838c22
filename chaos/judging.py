"""The verdict: what is lost, doubled, out of order or wrong, by the topics alone.

Nothing here is taken from the flow. The smoothed values are computed once more in exact rational arithmetic, over the
raw qualities in the order of the frames: what a run without any disturbance gives, to the bit.
"""

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chaos.evidence import Frame, Outcome

_MOST_COMPLAINTS: Final = 5

Place = tuple[int, int]
"""Partition and offset of a frame."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of the frames."""

    n_frames: int
    n_results: int
    n_rejected: int
    lost: int
    """Frames without any outcome."""
    duplicated: int
    """Outcomes beyond the first of a frame."""
    order_breaks: int
    """Records that are of an earlier frame than the one before them."""
    wrong: int
    """Records that say something else than a run without any disturbance."""
    complaints: tuple[str, ...] = ()
    """The first of each, in words."""

    @property
    def exact(self) -> bool:
        """Whether each frame has one outcome, in order, and the right one."""
        return not (self.lost or self.duplicated or self.order_breaks or self.wrong)


def judge(
    topic: str,
    frames: Sequence[Frame],
    results: Sequence[Outcome],
    rejected: Sequence[Outcome],
    qualities: Mapping[str, float] | None = None,
    elsewhere: Collection[Place] = (),
) -> Verdict:
    """Compare what went in with what came out.

    Args:
        topic: Name of the frame topic.
        frames: What it holds.
        results: What the result topic holds, each partition in its order.
        rejected: What the rejected topic holds, likewise.
        qualities: The raw quality of each picture, by its digest, where it is known.
        elsewhere: Frames whose outcome is neither a result nor a rejected record, such as those that were shed.
    """
    by_place = {(frame.partition, frame.offset): frame for frame in frames}
    placed = [(_place(topic, outcome), outcome) for outcome in (*results, *rejected)]
    counts = Counter([*(place for place, _ in placed if place is not None), *elsewhere])
    lost = [f"frame {place} has no outcome" for place in by_place if place not in counts]
    doubled = [f"frame {place} has {count} outcomes" for place, count in counts.items() if count > 1]
    breaks = [*_order_breaks(topic, results), *_order_breaks(topic, rejected)]
    wrong = [
        *_wrong_records(by_place, placed, len(results), qualities or {}),
        *_wrong_means(topic, by_place, results),
    ]
    return Verdict(
        n_frames=len(frames),
        n_results=len(results),
        n_rejected=len(rejected),
        lost=len(lost),
        duplicated=counts.total() - len(counts),
        order_breaks=len(breaks),
        wrong=len(wrong),
        complaints=tuple(text for found in (lost, doubled, breaks, wrong) for text in found[:_MOST_COMPLAINTS]),
    )


def _place(topic: str, outcome: Outcome) -> Place | None:
    """Return the frame that an outcome is of; None where it is none of this topic and this partition."""
    head, _, offset = outcome.frame_id.rpartition("-")
    return (outcome.partition, int(offset)) if head == f"{topic}-{outcome.partition}" and offset.isdigit() else None


def _order_breaks(topic: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    latest: dict[int, int] = {}
    for outcome in outcomes:
        place = _place(topic, outcome)
        if place is None:
            continue
        partition, offset = place
        if offset < latest.get(partition, -1):
            yield f"{outcome.frame_id} stands behind frame {latest[partition]}"
        latest[partition] = offset


def _wrong_records(
    by_place: Mapping[Place, Frame],
    placed: Sequence[tuple[Place | None, Outcome]],
    n_results: int,
    qualities: Mapping[str, float],
) -> Iterator[str]:
    """Name the records that do not fit their frames."""
    for count, (place, outcome) in enumerate(placed):
        frame = None if place is None else by_place.get(place)
        if frame is None:
            yield f"{outcome.frame_id} is no frame of the topic"
            continue
        is_result = count < n_results
        if frame.good is not None and frame.good != is_result:
            yield f"{outcome.frame_id} was {'scored' if is_result else 'rejected'}: {outcome.record.get('reason')}"
        elif is_result:
            yield from _wrong_result(frame, outcome, qualities)


def _wrong_result(frame: Frame, outcome: Outcome, qualities: Mapping[str, float]) -> Iterator[str]:
    said = (outcome.camera_id, outcome.record.get("seq"))
    if said != (frame.camera_id, frame.seq):
        yield f"{outcome.frame_id} says {said}, the frame {(frame.camera_id, frame.seq)}"
    raw, expected = outcome.record.get("raw_image_quality"), qualities.get(frame.picture)
    if expected is not None and raw != expected:
        yield f"{outcome.frame_id} has the raw quality {raw!r}, its picture has {expected!r}"


def _wrong_means(topic: str, known: Collection[Place], results: Sequence[Outcome]) -> Iterator[str]:
    """Compute the sliding means anew, in the order of the frames, and name the results that differ by a bit."""
    first: dict[Place, Outcome] = {}
    for outcome in results:
        place = _place(topic, outcome)
        if place is not None and place in known:
            first.setdefault(place, outcome)
    windows: dict[tuple[int, str | None], _ExactMean] = {}
    for (partition, _), outcome in sorted(first.items()):
        record = outcome.record
        window = windows.setdefault((partition, outcome.camera_id), _ExactMean(record["smoothing_window"]))
        expected = window.push(record["raw_image_quality"])
        said = (record.get("smoothed_image_quality"), record.get("window_count"))
        if said != expected:
            yield f"{outcome.frame_id} says {said}, a run without disturbance {expected}"


class _ExactMean:
    """A sliding mean without any rounding before its end."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: deque[Fraction] = deque()
        self._sum = Fraction(0)

    def push(self, value: float) -> tuple[float, int]:
        self._values.append(Fraction(value))
        self._sum += self._values[-1]
        if len(self._values) > self._size:
            self._sum -= self._values.popleft()
        return float(self._sum) / len(self._values), len(self._values)
