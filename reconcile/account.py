"""The account of a span of time: what was published, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reconcile.cameras import CameraCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFrame:
    """A frame with too few or too many outcomes."""

    frame_id: str
    camera_id: str | None = None
    """`None` where Kafka does not hold the frame any more, or it has no key."""
    captured_at: str | None = None
    """Its Kafka timestamp; UTC, ISO 8601."""

    @property
    def offset(self) -> int:
        """Its offset."""
        return int(self.frame_id.rpartition("-")[2])

    def __str__(self) -> str:
        camera = "" if self.camera_id is None else f", camera {self.camera_id}"
        moment = "" if self.captured_at is None else f", {self.captured_at}"
        return f"{self.frame_id}{camera}{moment}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionAccount:
    """One partition of the frame topic: published = scored + rejected + shed + expired + lag + missing."""

    partition: int
    start: int
    """The first offset that counts."""
    end: int
    """The offset after the last."""
    published: int
    scored: int
    rejected: int
    shed: int
    expired: int
    """Removed by retention before they were read."""
    lag: int
    """Their turn has not come yet."""
    missing: int
    """Later frames have an outcome, these have none."""
    doubled: int
    """Outcomes beyond the first of a frame."""
    disordered: int
    """Results that stand after the result of a newer frame."""
    strays: int
    """Records that name this topic but no frame of this partition."""
    first_missing: FoundFrame | None = None
    first_doubled: FoundFrame | None = None

    @property
    def adds_up(self) -> bool:
        """Whether each frame has one outcome or waits for it, in order."""
        return not (self.missing or self.doubled or self.disordered or self.strays)


SUMMED = ("published", "scored", "rejected", "shed", "expired", "lag", "missing", "doubled", "disordered", "strays")
"""The counts of an account, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Account:
    """All partitions together."""

    topic: str
    partitions: Sequence[PartitionAccount]
    cameras: Mapping[str, CameraCounts]

    @property
    def adds_up(self) -> bool:
        """Whether each frame has one outcome or waits for it, in order."""
        return all(each.adds_up for each in self.partitions)

    def total(self, name: str) -> int:
        """Return the sum of one count over all partitions."""
        return sum(int(getattr(each, name)) for each in self.partitions)

    def identity(self) -> str:
        """Return the sum as a line."""
        parts = " + ".join(f"{self.total(name):,} {name}" for name in ("scored", "rejected", "shed", "expired", "lag"))
        return f"{self.total('published'):,} published = {parts}"

    def problems(self) -> list[str]:
        """Return what does not add up, each with the first frame that shows it."""
        found = [
            _problem(self.total("missing"), "have no outcome", [each.first_missing for each in self.partitions]),
            _problem(self.total("doubled"), "outcomes too many", [each.first_doubled for each in self.partitions]),
            _problem(self.total("disordered"), "results out of the order of their frames", []),
            _problem(self.total("strays"), "records name no frame of their partition", []),
        ]
        return [text for text in found if text]

    def to_dict(self) -> dict[str, Any]:
        """Return it all for machines."""
        return {
            "topic": self.topic,
            "adds_up": self.adds_up,
            **{name: self.total(name) for name in SUMMED},
            "problems": self.problems(),
            "partitions": [{**asdict(each), "adds_up": each.adds_up} for each in self.partitions],
            "cameras": {name: counts.to_dict() for name, counts in sorted(self.cameras.items())},
        }


def _problem(count: int, what: str, examples: Sequence[FoundFrame | None]) -> str:
    if not count:
        return ""
    first = next((each for each in examples if each is not None), None)
    return f"{count:,} {what}" + ("" if first is None else f", first {first}")
