"""What do the metrics cost, next to scoring?

    python -m benchmarks.metrics_cost
    python -m benchmarks.metrics_cost --frames 2000 --json metrics_cost.json

Counting one result (fate, age, scoring time, quality, lag), as the flow does it with each frame, is timed beside
decoding and scoring one frame with the shipped model on one thread, in turn, so that other work on the machine slows
both. CPU time of the thread counts, not the clock. A scrape of a thousand cameras and twelve partitions is timed too.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from benchmarks.machine import describe_machine
from dataflow.exposition import collect
from dataflow.health import Health
from dataflow.items import Smoothed
from dataflow.metrics import FlowMetrics
from flir_iqa.decoding import decode_frame
from flir_iqa.records import QualityRecord
from flir_iqa.scorer import Scorer
from plumbing.metrics.registry import make_registry, scrape

_SAMPLE = Path(__file__).parent.parent / "samples" / "park.jpg"
_N_PARTITIONS = 12
_N_CAMERAS = 1000
_ROUNDS = 5
_RECORD = QualityRecord(
    timestamp="2026-01-31T12:00:00.123Z",
    smoothing_window=150,
    raw_image_quality=0.9,
    smoothed_image_quality=0.9,
    camera_id="gate",
    frame_id="thermal-frames-0-1",
    seq=1,
    stream_id="s",
    window_count=150,
    distortion="none",
    distortion_probability=0.9,
    severity=None,
    shed_before=0,
    latency_ms=12.5,
    model="lite 0.3.0",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured; medians over the rounds."""

    scoring_us: float
    """CPU time of decoding and scoring one frame of 640 x 512, microseconds."""
    counting_us: float
    """CPU time of counting one result."""
    share: float
    """Counting as a part of scoring."""
    scrape_ms: float
    """CPU time of one scrape, milliseconds."""
    scrape_bytes: int


@click.command()
@click.option("--frames", type=click.IntRange(min=1), default=200, show_default=True, help="Frames scored a round.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(frames: int, json_path: Path | None) -> None:
    """Measure what metrics cost."""
    figures = measure(frames)
    console = Console()
    console.print(f"counting a frame costs {100 * figures.share:.2f} % of scoring it", highlight=False)
    table = Table("", "", show_header=False)
    table.add_row("decode and score one frame, CPU", f"{figures.scoring_us / 1000:.2f} ms")
    table.add_row("count one result, CPU", f"{figures.counting_us:.1f} µs")
    table.add_row(f"one scrape, {_N_CAMERAS} cameras, CPU", f"{figures.scrape_ms:.0f} ms")
    table.add_row("its size", f"{figures.scrape_bytes / 1000:.0f} kB")
    console.print(table)
    console.print(describe_machine(), highlight=False)
    if json_path is not None:
        json_path.write_text(json.dumps(asdict(figures), indent=2) + "\n")


def measure(n_frames: int) -> Figures:
    """Measure.

    Args:
        n_frames: Frames that are scored in each round; ten times as many are counted.
    """
    metrics, scorer, jpeg = FlowMetrics(), Scorer(threads=1), _SAMPLE.read_bytes()
    metrics.lags.begin(dict.fromkeys(range(_N_PARTITIONS), 0))
    items = [
        Smoothed(n % _N_PARTITIONS, replace(_RECORD, camera_id=f"camera-{n}", frame_id=f"thermal-frames-0-{n}"), 100)
        for n in range(_N_CAMERAS)
    ]
    registry = make_registry(lambda: collect(metrics, Health()), "flow")

    def score(_: int) -> None:
        scorer.assess(decode_frame(jpeg))

    def count(turn: int) -> None:
        metrics.scoring.take(0.01)
        metrics.count(items[turn % _N_CAMERAS])

    rounds = [
        (_cpu_us(score, n_frames), _cpu_us(count, 10 * n_frames), _cpu_us(lambda _: scrape(registry, ""), 1))
        for _ in range(_ROUNDS)
    ]
    scoring, counting, scraping = (median(times) for times in zip(*rounds, strict=True))
    return Figures(
        scoring_us=scoring,
        counting_us=counting,
        share=median(counted / scored for scored, counted, _ in rounds),
        scrape_ms=scraping / 1000,
        scrape_bytes=len(scrape(registry, "")[0]),
    )


def _cpu_us(work: Callable[[int], object], times: int) -> float:
    begun = time.thread_time()
    for turn in range(times):
        work(turn)
    return (time.thread_time() - begun) / times * 1e6


if __name__ == "__main__":
    main()
