"""How fast is a recording replayed, against a plain loop; and how punctual are its frames?

    python -m benchmarks.replay
    python -m benchmarks.replay --frames 5000 --rounds 5 --seconds 60 --json replay.json

Starts a real Kafka on this machine. Speed: the same frames at rate `max`, in turn, by the player from their file, by a
plain loop that has read all of them into memory before (`produce`, `poll(0)`), and by kcat where it is installed.
Punctuality: 10 cameras of 10 frames a second each, while a process beside it only sleeps: what is late there is the
machine's.
"""

import json
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final
from uuid import uuid4

import click
import numpy as np
from rich.console import Console

from flir_iqa.errors import BrokerError
from plumbing.kafka.clients import make_admin, make_producer
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic
from recording.message import RecordedMessage, TimestampType
from recording.playing.clock import SystemClock
from recording.playing.kafka_outlet import KafkaOutlet
from recording.playing.lateness import Jitter, Lateness
from recording.playing.plan import Plan
from recording.playing.player import Player
from recording.playing.rate import MAX
from recording.playing.read_ahead import AheadOpener
from recording.playing.rewriting import Rewriter
from recording.playing.state import PlayerState
from recording.reader import open_recording
from recording.units import MILLISECOND_NS, SECOND_NS
from recording.writer import RecordingWriter
from sandbox.broker import Broker

_TOPIC: Final = "thermal-frames"
_CAMERAS: Final = 10
_FPS: Final = 10
_MAX_FRAME_BYTES: Final = 4_000_000
_PATIENCE_S: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Frames a second from file to the last acknowledgement, the median of all rounds."""

    player: float
    plain_loop: float
    kcat: float | None
    """`None` where it is not installed."""


@click.command()
@click.option("--frames", type=click.IntRange(min=100), default=2000, show_default=True, help="Frames of the file.")
@click.option("--frame-kb", type=click.IntRange(1, 3000), default=60, show_default=True, help="Size of a frame.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="Rounds at full speed.")
@click.option("--seconds", type=click.IntRange(min=5), default=20, show_default=True, help="Length at rate 1.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(frames: int, frame_kb: int, rounds: int, seconds: int, json_path: Path | None) -> None:
    """Measure the replay on this machine."""
    sys.setswitchinterval(0.0005)  # as the command does
    with tempfile.TemporaryDirectory() as folder, Broker(start_timeout_s=300) as broker:
        kafka = KafkaSettings(bootstrap=broker.bootstrap)
        path = write_recording(Path(folder) / "night.mcap", max(frames, seconds * _CAMERAS * _FPS), frame_kb * 1000)
        speed = measure_speed(kafka, path, frames, rounds, Path(folder))
        bare, played = measure_punctuality(kafka, path, seconds)
    tell(Console(), speed, bare, played, frame_kb)
    if json_path is not None:
        figures = {"speed": asdict(speed), "bare_loop": asdict(bare), "player": played.to_dict()}
        json_path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def tell(console: Console, speed: Speed, bare: Jitter, played: PlayerState, frame_kb: int) -> None:
    """Print the ratios first, then what they come from."""
    line = f"rate max: {speed.player / speed.plain_loop:.2f} of a plain loop's speed"
    if speed.kcat is not None:
        line += f", {speed.player / speed.kcat:.2f} of kcat's"
    console.print(line, highlight=False, soft_wrap=True)
    jitter = played.jitter
    assert jitter is not None  # noqa: S101 - it was played at rate 1
    console.print(
        f"rate 1: {jitter.share_in_time:.2%} of the frames within 5 ms of their time, {bare.share_in_time:.2%} in a "
        "loop that only sleeps",
        highlight=False,
        soft_wrap=True,
    )
    speeds = {"player": speed.player, "plain loop": speed.plain_loop, "kcat": speed.kcat}
    for name, fps in speeds.items():
        text = "not installed" if fps is None else f"{fps:.0f} frames/s, {fps * frame_kb / 1000:.0f} MB/s"
        console.print(f"  {name}: {text}", highlight=False, soft_wrap=True)
    for name, each in {"player": jitter, "only sleeping": bare}.items():
        text = f"p50 {each.p50_ms:.2f} ms, p99 {each.p99_ms:.2f} ms, max {each.max_ms:.1f} ms behind"
        console.print(f"  {name}: {text}", highlight=False, soft_wrap=True)


def write_recording(path: Path, n_frames: int, size: int) -> Path:
    """Write frames of ten cameras, each ten a second, spread evenly; their content does not compress, as JPEG."""
    chance = np.random.default_rng(0)
    begin_ms = time.time_ns() // MILLISECOND_NS - 3_600_000
    with RecordingWriter(path) as writer:
        for number in range(n_frames):
            message = RecordedMessage(
                topic=_TOPIC,
                partition=number % _CAMERAS,
                offset=number // _CAMERAS,
                key=b"camera-%d" % (number % _CAMERAS),
                value=b"\xff\xd8\xff\xe0" + chance.bytes(size - 6) + b"\xff\xd9",
                headers=(("seq", b"%d" % (number // _CAMERAS)), ("content_type", b"image/jpeg")),
                timestamp_ms=begin_ms + number * 1000 // (_CAMERAS * _FPS),
                timestamp_type=TimestampType.CREATE,
            )
            writer.write(message)
    return path


def measure_speed(kafka: KafkaSettings, path: Path, n_frames: int, rounds: int, folder: Path) -> Speed:
    """Time all ways in turn, so that what else the machine does falls on each."""
    times: dict[str, list[float]] = {"player": [], "plain": [], "kcat": []}
    frames = [message for message, _ in zip(messages_from(path, 0), range(n_frames), strict=False)]
    for _ in range(rounds):
        times["plain"].append(time_plain_loop(kafka, frames))
        times["player"].append(time_player(kafka, path, frames[-1].log_time_ns + 1))
        if shutil.which("kcat") is not None:
            times["kcat"].append(time_kcat(kafka, frames, folder))
    fps = {name: n_frames / median(own) if own else None for name, own in times.items()}
    return Speed(player=fps["player"] or 0.0, plain_loop=fps["plain"] or 0.0, kcat=fps["kcat"])


def time_player(kafka: KafkaSettings, path: Path, end_ns: int) -> float:
    """Return the seconds that the player takes for the frames before `end_ns`."""
    return play(kafka, path, end_ns, MAX)[0]


def play(kafka: KafkaSettings, path: Path, end_ns: int, rate: float) -> tuple[float, PlayerState]:
    """Play the file as the command does; return the seconds to the last acknowledgement, and what came out."""
    opener = AheadOpener(lambda start_ns: messages_from(path, start_ns, end_ns))
    start_ns = next(messages_from(path, 0)).log_time_ns
    outlet = KafkaOutlet(kafka, Rewriter(replay_id="b"), {_TOPIC: (fresh_topic(kafka), _CAMERAS)}, _MAX_FRAME_BYTES)
    try:
        begin = time.perf_counter()
        plan = Plan(start_ns=start_ns, end_ns=end_ns, rate=rate)
        state = Player(opener, outlet, plan, SystemClock()).run()
        n_left = outlet.drain(_PATIENCE_S)
        took_s = time.perf_counter() - begin
    finally:
        outlet.close()
        opener.close()
    check_delivered(n_left)
    return took_s, state


def time_plain_loop(kafka: KafkaSettings, frames: Sequence[RecordedMessage]) -> float:
    """Return the seconds that a plain loop takes, with the same promises: idempotent, all replicas."""
    topic = fresh_topic(kafka)
    producer, _ = make_producer(kafka, _MAX_FRAME_BYTES, **{"linger.ms": 2, "compression.type": "none"})
    begin = time.perf_counter()
    for frame in frames:
        while True:
            try:
                producer.produce(topic, frame.value, frame.key, headers=list(frame.headers))
                break
            except BufferError:
                producer.poll(0.01)
        producer.poll(0)
    n_left = producer.flush(_PATIENCE_S)
    took_s = time.perf_counter() - begin
    check_delivered(n_left)
    return took_s


def time_kcat(kafka: KafkaSettings, frames: Sequence[RecordedMessage], folder: Path) -> float:
    """Return the seconds that kcat takes for the same frames, one file each, as one process."""
    files = []
    for number, frame in enumerate(frames):
        files.append(folder / f"{number}.jpg")
        files[-1].write_bytes(frame.value or b"")
    settings = ["-X", "enable.idempotence=true", "-X", f"message.max.bytes={_MAX_FRAME_BYTES}"]
    command = ["kcat", "-P", "-b", kafka.bootstrap, "-t", fresh_topic(kafka), *settings, *map(str, files)]
    begin = time.perf_counter()
    subprocess.run(command, check=True, timeout=_PATIENCE_S)  # noqa: S603 - our own command
    return time.perf_counter() - begin


def measure_punctuality(kafka: KafkaSettings, path: Path, seconds: int) -> tuple[Jitter, PlayerState]:
    """Play at rate 1, while a process of its own only sleeps."""
    start_ns = next(messages_from(path, 0)).log_time_ns
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(sleep_only, 0).result()  # it has started, so that both run at the same time
        bare = pool.submit(sleep_only, seconds)
        _, state = play(kafka, path, start_ns + seconds * SECOND_NS, 1.0)
        return bare.result(), state


def sleep_only(seconds: int) -> Jitter:
    """Sleep until each frame would be due, and do nothing else."""
    lateness = Lateness()
    begin_ns = time.monotonic_ns()
    for number in range(max(1, seconds * _CAMERAS * _FPS)):
        due_ns = begin_ns + number * SECOND_NS // (_CAMERAS * _FPS)
        time.sleep(max(0, due_ns - time.monotonic_ns()) / SECOND_NS)
        lateness.add(time.monotonic_ns() - due_ns)
    jitter = lateness.jitter()
    assert jitter is not None  # noqa: S101 - there were frames
    return jitter


def messages_from(path: Path, start_ns: int, end_ns: int | None = None) -> Iterator[RecordedMessage]:
    """Read the file from a moment on."""
    with open_recording(path) as recording:
        yield from recording.messages(topics=[_TOPIC], start_ns=start_ns, end_ns=end_ns)


def fresh_topic(kafka: KafkaSettings) -> str:
    """Make a topic that nothing was written to."""
    name = f"replay-{uuid4().hex[:12]}"
    settings = TopicSettings(frames=name, partitions=_CAMERAS, max_frame_bytes=_MAX_FRAME_BYTES)
    ensure_topics(make_admin(kafka)[0], [frame_topic(settings)], create=True)
    return name


def check_delivered(n_left: int) -> None:
    """Check that a run counts.

    Raises:
        BrokerError: Frames were not acknowledged.
    """
    if n_left:
        message = f"{n_left} frames were not acknowledged within {_PATIENCE_S:g} s: the run does not count"
        raise BrokerError(message)


if __name__ == "__main__":
    main()
