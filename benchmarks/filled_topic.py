"""A frame topic full of real pictures, no two of which that are near each other are the same: they would compress."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import simplejpeg

from flir_iqa.decoding import decode_frame
from flir_iqa.errors import BrokerError
from plumbing.frames import FrameHeaders
from plumbing.kafka.clients import make_admin, make_producer
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic

_SAMPLES: Final = Path(__file__).parent.parent / "samples"
_N_STEPS: Final = 20
"""So many pictures of each camera; all together are much longer than what a compressor looks back on."""
_STEP_PX: Final = 13
"""How far a camera turns from one to the next; no multiple of a JPEG's blocks, so that nothing stays as it was."""
_JPEG_QUALITY: Final = 95
"""Makes them as large as the samples are."""
_INTERVAL_MS: Final = 10
_PATIENCE_S: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a topic was filled with."""

    n_frames: int
    n_bytes: int
    """Of the values."""


def fill_topic(kafka: KafkaSettings, topics: TopicSettings, n_frames: int) -> History:
    """Make the frame topic and fill it, a camera for each sample, evenly over all partitions.

    Raises:
        BrokerError: The broker did not take all.
    """
    ensure_topics(make_admin(kafka)[0], [frame_topic(topics)], create=True)
    producer, _ = make_producer(kafka, topics.max_frame_bytes, **{"linger.ms": 5})
    begin_ms = time.time_ns() // 1_000_000 - 3_600_000
    n_bytes = 0
    for number, (camera, picture) in zip(range(n_frames), itertools.cycle(turning_cameras()), strict=False):
        moment_ms = begin_ms + _INTERVAL_MS * number
        headers = FrameHeaders(captured_at=datetime.fromtimestamp(moment_ms / 1000, UTC), seq=number, stream_id="s")
        partition = number % topics.partitions
        while True:
            try:
                producer.produce(
                    topics.frames, picture, camera, partition, timestamp=moment_ms, headers=list(headers.encode())
                )
                break
            except BufferError:
                producer.poll(0.1)
        n_bytes += len(picture)
    if n_left := producer.flush(_PATIENCE_S):
        message = f"{n_left} frames were not acknowledged within {_PATIENCE_S:g} s: the topic cannot be measured"
        raise BrokerError(message)
    return History(n_frames=n_frames, n_bytes=n_bytes)


def turning_cameras() -> Iterator[tuple[str, bytes]]:
    """Give camera and JPEG: the samples, then each of them a bit to the side, and so on."""
    samples = {path.stem: decode_frame(path.read_bytes()) for path in sorted(_SAMPLES.glob("*.jpg"))}
    for step in range(_N_STEPS):
        for camera, sample in samples.items():
            picture = np.roll(sample, _STEP_PX * step, axis=1)[:, :, np.newaxis]
            yield camera, simplejpeg.encode_jpeg(picture, quality=_JPEG_QUALITY, colorspace="GRAY")
