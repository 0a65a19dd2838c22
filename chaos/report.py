"""What a scenario found."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from chaos.judging import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The line of one scenario."""

    name: str
    fault: str
    times: int
    """How often the fault was made."""
    verdict: Verdict | None
    """None where it did not come so far, or counts no frames."""
    recoveries_s: Sequence[float] = ()
    """Of each repair: until the first result after it."""
    broken: Sequence[str] = ()
    """Promises that were not kept, in words."""
    notes: Sequence[str] = ()
    """What else was measured."""
    took_s: float
    logs: Path
    """Folder of the logs."""

    @property
    def kept(self) -> bool:
        """Whether all promises were kept."""
        return not self.broken and (self.verdict is None or self.verdict.exact)

    def to_json(self) -> dict[str, Any]:
        """Return it in the form of JSON."""
        verdict = self.verdict
        return {
            "name": self.name,
            "fault": self.fault,
            "kept": self.kept,
            "times": self.times,
            "frames": verdict and verdict.n_frames,
            "results": verdict and verdict.n_results,
            "rejected": verdict and verdict.n_rejected,
            "lost": verdict and verdict.lost,
            "duplicated": verdict and verdict.duplicated,
            "order_breaks": verdict and verdict.order_breaks,
            "wrong": verdict and verdict.wrong,
            "recovery_median_s": round(median(self.recoveries_s), 3) if self.recoveries_s else None,
            "recovery_worst_s": round(max(self.recoveries_s), 3) if self.recoveries_s else None,
            "took_s": round(self.took_s, 1),
            "broken": [*self.broken, *(verdict.complaints if verdict else ())],
            "notes": list(self.notes),
        }
