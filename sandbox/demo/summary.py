"""What the demo has to show for itself: counted from the topics, not from what the processes say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, quantiles
from typing import Final, Protocol

from flir_iqa.records import QualityRecord, parse_timestamp
from sandbox.demo.evidence import Counts

PHASE_MARGIN_S: Final = 0.75
"""Frames this close to a change of phase are counted but not averaged: encoder and pacing blur the edge."""


class Phase(Protocol):
    """A stretch of the film."""

    @property
    def name(self) -> str:
        """What is done to the picture."""

    @property
    def start_s(self) -> float:
        """Seconds from the film's beginning."""

    @property
    def end_s(self) -> float:
        """Seconds from the film's beginning."""


@dataclass(frozen=True, slots=True)
class PhaseScore:
    """How the frames of one phase were scored."""

    name: str
    n_frames: int
    quality: float
    """Mean raw quality, 0..1."""
    distortion: str
    """The most frequent kind."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole demo in figures."""

    captured: int
    dropped: Mapping[str, int]
    """By the producer, by reason: `sampled` and `late` are frames that the wanted rate does not ask for."""
    published: int
    """Frames on the topic."""
    scored: int
    rejected: int
    doubled: int
    latency_p50_ms: float
    latency_p99_ms: float
    phases: Sequence[PhaseScore]

    @property
    def lost(self) -> int:
        """Frames that vanished: captured but neither dropped by name nor published, or published without an outcome."""
        on_the_way = self.captured - sum(self.dropped.values()) - self.published
        return max(0, on_the_way) + self.published - (self.scored - self.doubled) - self.rejected

    @property
    def succeeded(self) -> bool:
        """Whether frames went all the way, and each just once."""
        return self.scored > 0 and self.lost == 0 and self.doubled == 0


def summarise(
    results: Sequence[QualityRecord],
    counts: Counts,
    captured: int,
    dropped: Mapping[str, int],
    phases: Iterable[Phase],
) -> Summary:
    """Put the figures together.

    Args:
        results: All records of the demo's result topic.
        counts: What is on the topics.
        captured: Frames that the producer took off the wire.
        dropped: Those that it did not publish, by reason.
        phases: The film's phases.
    """
    latencies = [record.latency_ms for record in results]
    return Summary(
        captured=captured,
        dropped=dropped,
        published=counts.published,
        scored=len(results),
        rejected=counts.rejected,
        doubled=len(results) - len({record.frame_id for record in results}),
        latency_p50_ms=_percentile(latencies, 50),
        latency_p99_ms=_percentile(latencies, 99),
        phases=score_phases(results, phases),
    )


def score_phases(results: Iterable[QualityRecord], phases: Iterable[Phase]) -> list[PhaseScore]:
    """Average the scores by phase; the film begins anew with each stream, so its age says where a frame lies."""
    results = list(results)
    starts: dict[str | None, float] = {}
    for record in results:
        moment = parse_timestamp(record.timestamp).timestamp()
        starts[record.stream_id] = min(moment, starts.get(record.stream_id, moment))
    members: dict[str, list[QualityRecord]] = defaultdict(list)
    stretches = list(phases)
    length_s = max((phase.end_s for phase in stretches), default=0.0)
    for record in results:
        place_s = (parse_timestamp(record.timestamp).timestamp() - starts[record.stream_id]) % max(length_s, 1e-9)
        for phase in stretches:
            if phase.start_s + PHASE_MARGIN_S <= place_s < phase.end_s - PHASE_MARGIN_S:
                members[phase.name].append(record)
    return [_phase_score(phase.name, members[phase.name]) for phase in stretches if members[phase.name]]


def _phase_score(name: str, records: Sequence[QualityRecord]) -> PhaseScore:
    kinds = [record.distortion for record in records]
    return PhaseScore(
        name, len(records), mean(record.raw_image_quality for record in records), max(set(kinds), key=kinds.count)
    )


def _percentile(values: Sequence[float], percent: int) -> float:
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=100, method="inclusive")[percent - 1]
