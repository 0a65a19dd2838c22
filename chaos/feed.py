"""Sends frames to Kafka at a steady rate, whatever happens to the rest."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from confluent_kafka import KafkaError
from confluent_kafka import Message as Delivered

from chaos.errors import ChaosError
from chaos.message import Message
from chaos.process import PATIENCE_S
from plumbing.frames import FrameHeaders
from plumbing.kafka.clients import make_producer
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.waiting import wait_until

CAMERAS: Final[Mapping[str, int]] = {"gate": 0, "yard": 0, "kiln": 1, "mast": 2}
"""Cameras and their partitions; two share one."""
GOOD_HEADER: Final = "chaos_good"
"""Says whether the frame is one that must be scored."""
_CONFIG: Final = {"message.timeout.ms": 0, "queue.buffering.max.messages": 200_000, "linger.ms": 2}


class Feed:
    """Frames of four cameras in turn, from a thread.

    Each is sent once: the producer is idempotent and waits for as long as it takes. What the brokers acknowledged is
    counted, so that a frame that was acknowledged and is not on the topic can be told.

    Args:
        kafka: The connection.
        topics: The topics.
        fps: Frames a second, of all cameras together.
        messages: Sent one after the other, again and again.
    """

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings, fps: float, messages: Sequence[Message]) -> None:
        self._topic = topics.frames
        self._fps = fps
        self._messages = messages
        self._closed = threading.Event()
        self._flowing = threading.Event()
        self._flowing.set()
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
        self._producer, _ = make_producer(kafka, topics.max_frame_bytes, **_CONFIG)
        self._names = sorted(CAMERAS)
        self.n_sent = 0
        """Frames that were handed to the client."""
        self.n_acknowledged = 0
        """Frames that Kafka has said it holds."""
        self._failure: str | None = None

    @contextmanager
    def running(self) -> Iterator["Feed"]:
        """Send while the context is open; leave when all is acknowledged.

        Raises:
            ChaosError: Kafka did not take a frame.
        """
        self._thread.start()
        try:
            yield self
        finally:
            self._closed.set()
            self.hold(False)
            self._thread.join()
        if self._producer.flush(PATIENCE_S):
            message = f"expected Kafka to take all frames within {PATIENCE_S:g} s, {len(self._producer)} are left"
            raise ChaosError(message)
        if self._failure is not None:
            raise ChaosError(self._failure)

    def hold(self, held: bool) -> None:
        """Hold the frames back for a while, or let them go: a slow machine would not get through them all."""
        if held:
            self._flowing.clear()
        else:
            self._flowing.set()

    def wait_for(self, n_more: int) -> None:
        """Wait until so many more frames are sent."""
        wanted = self.n_sent + n_more
        wait_until(lambda: self.n_sent >= wanted, PATIENCE_S + n_more / self._fps, f"{wanted} frames are sent")

    def _run(self) -> None:
        due = time.monotonic()
        while not self._closed.wait(max(0.0, due - time.monotonic())):
            self._flowing.wait()
            self._send(self.n_sent)
            self.n_sent += 1
            due = max(due + 1 / self._fps, time.monotonic() - 1)  # after a pause, no storm of more than a second

    def _send(self, seq: int) -> None:
        camera = self._names[seq % len(self._names)]
        message = self._messages[seq % len(self._messages)]
        headers = FrameHeaders(captured_at=datetime.now(UTC), seq=seq, stream_id="chaos").encode()
        self._producer.produce(
            self._topic,
            message.value,
            camera if message.keyed else None,
            partition=CAMERAS[camera],
            headers=[*headers, (GOOD_HEADER, b"1" if message.good else b"0"), *message.headers],
            on_delivery=self._delivered,
        )
        self._producer.poll(0)

    def _delivered(self, error: KafkaError | None, delivered: Delivered) -> None:
        if error is None:
            self.n_acknowledged += 1
        else:
            self._failure = f"expected Kafka to take every frame, one was refused: {error.str()}"
