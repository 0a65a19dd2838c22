"""How fast is a topic recorded, against kcat and against a plain loop that only writes values to a file?

    python -m benchmarks.record
    python -m benchmarks.record --frames 12000 --rounds 9 --json record.json

Starts a real Kafka on this machine and fills a topic with the pictures of `samples/`, a camera for each. The same
history, from beginning to end, is then read in turn by `flir-iqa record` (as the command does it, with zstd and
without), by `kcat -C` where it is installed, and by a loop of confluent-kafka's `consume`. All begin with nothing and
end with a closed file. Only the recorder keeps keys, headers and times, puts the partitions in order, checks what it
reads, and waits for the disk. CPU seconds stand beside: they hold also on a machine that is busy.
"""

import functools
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final

import click
from confluent_kafka import KafkaError, TopicPartition
from rich.console import Console

from benchmarks.filled_topic import History, fill_topic
from benchmarks.machine import describe_machine
from flir_iqa.errors import BrokerError
from plumbing.kafka.clients import make_consumer
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from recording.recorder.options import RecordOptions
from recording.recorder.run import Recorder
from recording.writer import Compression, RecordingWriter, WriterSettings
from sandbox.broker import Broker

_TOPICS: Final = TopicSettings()
_PATIENCE_S: Final = 300.0
_BATCH: Final = 100
_WAIT_S: Final = 0.01
"""`consume` waits so long for a full batch: the last one never is, and a longer wait would count as the loop's time."""
_ZSTD: Final = "record, zstd"
_NONE: Final = "record, no compression"
_KCAT: Final = "kcat -C"
_PLAIN: Final = "a plain loop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds for the whole topic, the median of all rounds."""

    clock_s: float
    cpu_s: float
    """Of all threads together; the broker's are left out."""


@click.command()
@click.option("--frames", type=click.IntRange(min=12), default=4000, show_default=True, help="Frames of the topic.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Runs of each.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(frames: int, rounds: int, json_path: Path | None) -> None:
    """Measure the recording on this machine."""
    machine = describe_machine()
    with tempfile.TemporaryDirectory() as folder, Broker(start_timeout_s=300) as broker:
        kafka = KafkaSettings(bootstrap=broker.bootstrap)
        history = fill_topic(kafka, _TOPICS, frames)
        costs = measure(kafka, history, rounds, Path(folder))
    ratios = compare(costs)
    tell(Console(), ratios, costs, history, machine)
    if json_path is not None:
        figures = {
            "machine": machine,
            "rounds": rounds,
            "history": asdict(history),
            "ratios": ratios,
            "seconds": {name: asdict(cost) for name, cost in costs.items()},
        }
        json_path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def compare(costs: dict[str, Cost]) -> dict[str, dict[str, float]]:
    """Return the recorder's throughput as a share of each other's, by the clock."""
    others = [name for name in (_KCAT, _PLAIN) if name in costs]
    return {name: {other: costs[other].clock_s / costs[name].clock_s for other in others} for name in (_ZSTD, _NONE)}


def tell(
    console: Console, ratios: dict[str, dict[str, float]], costs: dict[str, Cost], history: History, machine: str
) -> None:
    """Print the ratios first, then what they come from."""

    def say(line: str) -> None:
        console.print(line, highlight=False, soft_wrap=True)

    for name, shares in ratios.items():
        say(f"{name}: " + ", ".join(f"{share:.2f} of the throughput of {other}" for other, share in shares.items()))
    if _KCAT not in costs:
        say("kcat is not installed: not compared")
    for name, cost in costs.items():
        fps, mb = history.n_frames / cost.clock_s, history.n_bytes / cost.clock_s / 1e6
        say(f"  {name}: {fps:.0f} frames/s, {mb:.0f} MB/s; {history.n_bytes / cost.cpu_s / 1e6:.0f} MB a CPU second")
    say(f"  {history.n_frames} frames, {history.n_bytes / 1e6:.0f} MB, on {machine}")


def measure(kafka: KafkaSettings, history: History, rounds: int, folder: Path) -> dict[str, Cost]:
    """Time all ways in turn, so that what else the machine does falls on each."""
    ways: dict[str, Callable[[Path], None]] = {
        _ZSTD: functools.partial(record, kafka, history, Compression.ZSTD),
        _NONE: functools.partial(record, kafka, history, Compression.NONE),
        _PLAIN: functools.partial(read_plainly, kafka),
    }
    if shutil.which("kcat") is not None:
        ways[_KCAT] = functools.partial(read_by_kcat, kafka)
    out = folder / "out"
    time_once(ways[_PLAIN], out, history)  # a broker that has just started is slower
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            times[name].append(time_once(way, out, history))
    return {
        name: Cost(clock_s=median(clock for clock, _ in own), cpu_s=median(cpu for _, cpu in own))
        for name, own in times.items()
    }


def time_once(way: Callable[[Path], None], out: Path, history: History) -> tuple[float, float]:
    """Return seconds of the clock and of CPU time, children that ended included; the file is removed.

    Raises:
        BrokerError: Not all frames are in the file.
    """
    begin, cpu_begin = time.perf_counter(), sum(os.times()[:4])
    way(out)
    took_s, cpu_s = time.perf_counter() - begin, sum(os.times()[:4]) - cpu_begin
    n_bytes = out.stat().st_size
    out.unlink()
    if n_bytes < 0.9 * history.n_bytes:
        message = f"expected {history.n_bytes} bytes of frames, got a file of {n_bytes}: the run does not count"
        raise BrokerError(message)
    return took_s, cpu_s


def record(kafka: KafkaSettings, history: History, compression: Compression, out: Path) -> None:
    """Record as `flir-iqa record --from beginning --to end` does.

    Raises:
        BrokerError: Messages are missing.
    """
    outcome = Recorder(
        kafka=kafka,
        options=RecordOptions(out=out, topics=(_TOPICS.frames,), start="beginning", end="end"),
        max_message_bytes=_TOPICS.max_frame_bytes,
        stopping=lambda: False,
        open_writer=functools.partial(RecordingWriter, settings=WriterSettings(compression=compression)),
    ).run()
    if outcome.tally.n_messages != history.n_frames:
        message = f"expected {history.n_frames} recorded frames, got {outcome.tally.n_messages}"
        raise BrokerError(message)


def read_plainly(kafka: KafkaSettings, out: Path) -> None:
    """Write the values one after the other, until each partition has come to its end.

    Raises:
        BrokerError: Kafka hands out an error.
    """
    consumer, _ = make_consumer(kafka, _TOPICS.max_frame_bytes, **{"enable.partition.eof": True})
    consumer.assign([TopicPartition(_TOPICS.frames, partition, 0) for partition in range(_TOPICS.partitions)])
    n_open = _TOPICS.partitions
    with out.open("wb") as file:
        while n_open:
            for message in consumer.consume(_BATCH, timeout=_WAIT_S):
                error = message.error()
                if error is None:
                    file.write(message.value() or b"")
                elif error.code() == KafkaError._PARTITION_EOF:  # noqa: SLF001 - its public name
                    n_open -= 1
                else:
                    raise BrokerError(error.str())
    consumer.close()


def read_by_kcat(kafka: KafkaSettings, out: Path) -> None:
    """Let kcat write the values one after the other, until it has come to the end."""
    command = ["kcat", "-C", "-b", kafka.bootstrap, "-t", _TOPICS.frames, "-o", "beginning", "-e", "-q", "-f", "%s"]
    with out.open("wb") as file:
        subprocess.run(command, check=True, timeout=_PATIENCE_S, stdout=file)  # noqa: S603 - our own command


if __name__ == "__main__":
    main()
