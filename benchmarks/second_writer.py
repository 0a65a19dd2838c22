"""What does a second process of the same shard cost, where no lock can refuse it: on another host?

    python -m benchmarks.second_writer
    python -m benchmarks.second_writer --rounds 10 --fps 300 --json second_writer.json

Two flows work on the same topics of a real Kafka on this machine, each with a lock folder of its own, as on two hosts.
`beside`: the second starts while the first is at work. `together`: both start at the same moment, where there are
results already and frames are coming. `silent`: both are up while nothing happens, then frames come. When nobody ends
any more, what is left is stopped, one flow finishes the work, and the frames with more than one result are counted,
and those with none. The model takes no time, so that nothing but Kafka slows two writers down.
"""

import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final
from uuid import uuid4

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.machine import describe_machine
from chaos.evidence import Evidence
from chaos.feed import Feed
from chaos.message import TINY_MODEL, pictures
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker import Broker
from sandbox.guarded import GuardedProcess
from sandbox.waiting import wait_until

_CASES: Final = ("beside", "together", "silent")
_PARTITIONS: Final = 3
_PATIENCE_S: Final = 120.0
_LEAD_S: Final = 2.0
"""How long frames come before the two meet."""
_WATCH_S: Final = 10.0
"""How long the two are watched for one to end."""
_OTHER_S: Final = 2.0
_LOOK_S: Final = 0.02
_READ_S: Final = 2.0
_CHECKOUT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One meeting of two writers."""

    case: str
    fps: float
    frames: int
    doubled: int
    """Frames with more than one result."""
    lost: int
    """Frames with none, when one flow has had the time to finish the work and no more results come."""
    ended: int
    """How many of the two ended by themselves."""


@click.command()
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Meetings of each kind.")
@click.option(
    "--fps", "rates", type=click.FloatRange(min=1), multiple=True, default=(20.0, 100.0), show_default=True,
    help="Frames a second of all cameras together; may be given again.",
)  # fmt: skip
@click.option("--case", "cases", type=click.Choice(_CASES), multiple=True, help="How they meet.  [default: each way]")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(rounds: int, rates: Sequence[float], cases: Sequence[str], json_path: Path | None) -> None:
    """Measure what two writers of the same results cost."""
    console = Console()
    plan = [(case, fps) for case in cases or _CASES for fps in rates for _ in range(rounds)]
    with Broker(start_timeout_s=300) as broker:
        kafka = KafkaSettings(bootstrap=broker.bootstrap)
        found = [meet(kafka, case, fps) for case, fps in track(plan, "two writers meet", console=Console(stderr=True))]
    console.print(_table(found), describe_machine())
    if json_path is not None:
        json_path.write_text(json.dumps([asdict(each) for each in found], indent=1) + "\n", encoding="utf-8")


class _Host:
    """A flow on a host of its own: its lock folder is nobody else's."""

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings, folder: Path) -> None:
        folder.mkdir()
        names = ("frames", "results", "rejected", "events")
        chosen = [text for name in names for text in (f"--{name}", str(getattr(topics, name)))]
        flow = [sys.executable, "-m", "dataflow", "--bootstrap", kafka.bootstrap, *chosen, "--partitions", "3"]
        options = ["--model", str(TINY_MODEL), "--start", "earliest", "--log-format", "human"]
        command = [shutil.which("env") or "env", f"XDG_RUNTIME_DIR={folder}", *flow, *options]
        self.process = GuardedProcess(command, folder / "log", cwd=_CHECKOUT)
        self._n_old = 0

    def start(self) -> None:
        """Start it; returns at once."""
        self._n_old = len(self._text())
        self.process.start()

    @property
    def reads(self) -> bool:
        """Whether it has taken frames since its last start."""
        return "dataflow.attempt scoring" in self._text()[self._n_old :]

    def _text(self) -> str:
        log = self.process.log
        return log.read_text(errors="replace") if log.exists() else ""


def meet(kafka: KafkaSettings, case: str, fps: float) -> Round:
    """Let two writers meet once, on fresh topics.

    Args:
        kafka: The connection.
        case: One of those that the module describes.
        fps: Frames a second of all cameras together.
    """
    mark = uuid4().hex[:8]
    topics = TopicSettings(
        frames=f"frames-{mark}", results=f"results-{mark}", rejected=f"rejected-{mark}", events=f"events-{mark}"
    )
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        hosts = [_Host(kafka, topics, Path(folder) / name) for name in ("first", "second", "third")]
        for host in hosts:
            stack.callback(host.process.stop)
        n_ended = _meet(hosts, case, Feed(kafka, topics, fps, pictures()), round(_LEAD_S * fps))
        with Evidence(kafka) as evidence:
            return _count(evidence, topics, hosts[2], case, fps, n_ended)


def _meet(hosts: Sequence[_Host], case: str, feed: Feed, n_before: int) -> int:
    """Play the case with the first two, after so many frames; return how many of them ended by themselves."""
    first, second, _ = hosts
    first.start()
    wait_until(lambda: first.reads, _PATIENCE_S, "the first takes frames")
    if case == "silent":
        second.start()
        wait_until(lambda: second.reads, _PATIENCE_S, "the second takes frames")
    with feed.running():
        feed.wait_for(n_before)
        if case == "together":
            first.process.stop()
            first.start()
        if case != "silent":
            second.start()
        _watch(first, second)
    n_ended = sum(not host.process.running for host in (first, second))
    for host in (first, second):
        host.process.stop()
    return n_ended


def _watch(first: _Host, second: _Host) -> None:
    """Wait until one has ended, or both have been at work for a while; then give the other the time to end too."""

    def both_run() -> bool:
        return first.process.running and second.process.running

    wait_until(lambda: not both_run() or (first.reads and second.reads), _PATIENCE_S, "the two have met")
    deadline = time.monotonic() + _WATCH_S
    while time.monotonic() < deadline and both_run():
        time.sleep(_LOOK_S)
    time.sleep(_OTHER_S)


def _count(evidence: Evidence, topics: TopicSettings, last: _Host, case: str, fps: float, n_ended: int) -> Round:
    """Have the last host finish the work, and count what stands on the topics."""
    last.start()
    frames = {(each.partition, each.offset) for each in evidence.frames(topics.frames, _PARTITIONS)}
    results = _results(evidence, topics)
    n_before, moved_at = -1, time.monotonic()
    while not results.keys() >= frames and time.monotonic() - moved_at < _PATIENCE_S:
        if results.total() > n_before:
            n_before, moved_at = results.total(), time.monotonic()
        time.sleep(_READ_S)
        results = _results(evidence, topics)
    doubled, lost = sum(count > 1 for count in results.values()), len(frames - results.keys())
    return Round(case=case, fps=fps, frames=len(frames), doubled=doubled, lost=lost, ended=n_ended)


def _results(evidence: Evidence, topics: TopicSettings) -> Counter[tuple[int, int]]:
    """Return how many results each frame has, by partition and offset."""
    found = evidence.outcomes(topics.results, _PARTITIONS)
    return Counter((each.partition, int(each.frame_id.rpartition("-")[2])) for each in found)


def _table(found: Sequence[Round]) -> Table:
    table = Table("meeting", "frames/s", "times", "frames", "doubled, median", "most", "lost", "ended: none, one, both")
    for case, fps in dict.fromkeys((each.case, each.fps) for each in found):
        rounds = [each for each in found if (each.case, each.fps) == (case, fps)]
        doubled = [each.doubled for each in rounds]
        ended = [sum(each.ended == count for each in rounds) for count in range(3)]
        table.add_row(
            case,
            f"{fps:g}",
            str(len(rounds)),
            str(sum(each.frames for each in rounds)),
            f"{median(doubled):g}",
            str(max(doubled)),
            str(sum(each.lost for each in rounds)),
            ", ".join(map(str, ended)),
        )
    return table


if __name__ == "__main__":
    main()
