"""How near does the flow over a recording come to what the machine can score at all?

    python -m benchmarks.file_flow
    python -m benchmarks.file_flow --recording night.mcap --rounds 10 --json file_flow.json

The ceiling is a tight loop: JPEG decoding and the same session of ONNX Runtime, on as many threads, frames in memory,
nothing read, smoothed or written. Both take the same frames in one process, in turn, and the ratio of each pair of
rounds is what counts: other work on the machine slows both. CPU seconds, of all threads together, are compared as well:
they hold also on a machine that is busy. A loop of one thread that gives all CPUs to each frame, as
the live flow does, stands beside.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import click
from rich.console import Console

from dataflow.file_run import FileRun
from dataflow.items import Fetched
from dataflow.opening import open_frame
from dataflow.recorded import open_frames
from dataflow.sinks.files import ResultFiles
from dataflow.windows import WindowSettings
from flir_iqa.cpu import available_threads
from flir_iqa.decoding import decode_frame
from flir_iqa.errors import DecodeError
from flir_iqa.scorer import Scorer
from plumbing.frames import FrameHeaders
from plumbing.kafka.settings import TopicSettings
from recording.message import RecordedMessage, TimestampType
from recording.writer import RecordingWriter

_SAMPLES = Path(__file__).parent.parent / "samples"
_FRAMES = ("crossroads", "park", "avenue", "playground", "rooftop", "people", "building", "courtyard")
"""All of 640 x 512."""
_N_FRAMES = 120
_BEGIN_MS = 1_769_860_800_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Frames a second, one of each round: of the clock, and of CPU time."""

    flow: list[tuple[float, float]]
    ceiling: list[tuple[float, float]]
    one_at_a_time: list[tuple[float, float]]

    @property
    def ratio(self) -> float:
        """Median over the rounds of the flow against the ceiling beside it."""
        return self._ratio(0)

    @property
    def cpu_ratio(self) -> float:
        """The same, frames a second of CPU time."""
        return self._ratio(1)

    def _ratio(self, which: int) -> float:
        return median(flow[which] / ceiling[which] for flow, ceiling in zip(self.flow, self.ceiling, strict=True))


@click.command()
@click.option(
    "--recording", type=click.Path(path_type=Path), help="Score this one.  [default: 120 frames of 640 x 512]"
)
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Runs of each.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(recording: Path | None, rounds: int, json_path: Path | None) -> None:
    """Time the flow over a recording against the ceiling."""
    with tempfile.TemporaryDirectory() as folder:
        path = recording or make_recording(Path(folder) / "samples.mcap")
        rates = measure(path, Path(folder), rounds)
    console = Console()
    n_threads = available_threads()
    cpu = f"{rates.cpu_ratio:.0%} in frames a second of CPU time"
    console.print(f"the flow over a recording reaches {rates.ratio:.0%} of the ceiling, {cpu}", highlight=False)
    rows = {
        f"flow, {n_threads} frames at once": rates.flow,
        f"ceiling, {n_threads} loops of decoding and scoring": rates.ceiling,
        f"one loop, {n_threads} threads a frame": rates.one_at_a_time,
    }
    for name, each in rows.items():
        clock, cpu_time = zip(*each, strict=True)
        figures = f"best {max(clock):.0f}, median {median(clock):.0f} frames/s, {median(cpu_time):.0f} a CPU second"
        console.print(f"  {name}: {figures}", highlight=False)
    if json_path is not None:
        document = {"ratio": rates.ratio, "cpu_ratio": rates.cpu_ratio, "frames_per_s": rows}
        json_path.write_text(json.dumps(document, indent=2) + "\n")


def measure(path: Path, folder: Path, rounds: int) -> Rates:
    """Time the three in turn.

    Args:
        path: The recording.
        folder: Where the flow writes to.
        rounds: How often.
    """
    n_threads = available_threads()
    single, whole = Scorer(threads=1), Scorer(threads=n_threads)
    with _open(path) as (_, frames):
        at_hand = [frame.value for frame in frames if _is_good(frame)]

    def flow() -> None:
        with _open(path) as (topic, frames), closing(ResultFiles(folder / "scores.jsonl")) as files:
            FileRun(scorer=single, n_at_once=n_threads, topic=topic, windows=WindowSettings(size=150)).run(
                frames, files
            )
            files.finish()

    def ceiling() -> None:
        with ThreadPoolExecutor(n_threads) as pool:
            for _ in pool.map(lambda start: _loop(single, at_hand[start::n_threads]), range(n_threads)):
                pass

    def one_at_a_time() -> None:
        _loop(whole, at_hand)

    rates = Rates(flow=[], ceiling=[], one_at_a_time=[])
    for _ in range(rounds):
        for work, own in ((flow, rates.flow), (ceiling, rates.ceiling), (one_at_a_time, rates.one_at_a_time)):
            own.append(_rates(len(at_hand), work))
    return rates


def make_recording(path: Path) -> Path:
    """Write a recording of the samples, over and over, of eight cameras."""
    with RecordingWriter(path) as writer:
        for count in range(_N_FRAMES):
            camera = _FRAMES[count % len(_FRAMES)]
            moment_ms = _BEGIN_MS + 20 * count
            headers = FrameHeaders(captured_at=datetime.fromtimestamp(moment_ms / 1000, UTC), seq=count, stream_id="s")
            writer.write(
                RecordedMessage(
                    topic="thermal-frames",
                    partition=count % len(_FRAMES),
                    offset=count // len(_FRAMES),
                    key=camera.encode(),
                    value=(_SAMPLES / f"{camera}.jpg").read_bytes(),
                    headers=tuple(headers.encode()),
                    timestamp_ms=moment_ms,
                    timestamp_type=TimestampType.CREATE,
                )
            )
    return path


@contextmanager
def _open(path: Path) -> Iterator[tuple[str, Iterator[Fetched]]]:
    with open_frames(path, TopicSettings()) as recorded:
        yield recorded.topic, recorded.frames


def _is_good(frame: Fetched) -> bool:
    try:
        open_frame(frame)
    except DecodeError:
        return False
    return True


def _loop(scorer: Scorer, pictures: list[bytes]) -> None:
    for picture in pictures:
        scorer.assess(decode_frame(picture))


def _rates(n_frames: int, work: Callable[[], None]) -> tuple[float, float]:
    begin, cpu_begin = time.perf_counter(), time.process_time()
    work()
    return n_frames / (time.perf_counter() - begin), n_frames / (time.process_time() - cpu_begin)


if __name__ == "__main__":
    main()
