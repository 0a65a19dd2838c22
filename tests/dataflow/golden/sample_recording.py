"""Makes the golden recording of the repository out of `samples/`.

    python -m tests.dataflow.golden.sample_recording samples/golden/samples.mcap
    flir-iqa golden make samples/golden/samples.mcap

Only needed when the recording itself is to change; a new model needs the second line alone. What is drawn here depends
on the versions of OpenCV and libjpeg, so that the frames of a recording made anew differ a little.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click
import cv2
import numpy as np
from numpy.typing import NDArray

from flir_iqa.decoding import decode_frame
from flir_iqa.encoding import encode_frame
from plumbing.frames import CONTENT_TYPE, FrameHeaders
from recording.message import RecordedMessage, TimestampType
from recording.writer import RecordingWriter

_SAMPLES: Final = Path(__file__).parents[3] / "samples"
_TOPIC: Final = "thermal-frames"
_BEGIN: Final = datetime(2026, 1, 31, 12, tzinfo=UTC)
_EVERY: Final = timedelta(milliseconds=200)
_PUBLISHED_AFTER: Final = timedelta(milliseconds=12)
_MILLISECOND: Final = timedelta(milliseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

PARK: Final = ("park", "people", "rooftop", "courtyard")
BLURS_PX: Final = (0.7, 1.5, 2.5, 4.0, 7.0)
NOISES: Final = (2.0, 6.0, 12.0, 24.0, 48.0)
JPEG_QUALITIES: Final = (60, 30, 15, 8, 3)


def park() -> Iterator[bytes]:
    """Yield pictures as their cameras gave them, byte for byte."""
    for name in PARK:
        yield _read(name)


def crossroads() -> Iterator[bytes]:
    """Yield a focus that creeps."""
    yield _read("crossroads")
    for sigma in BLURS_PX:
        yield encode_frame(cv2.GaussianBlur(_picture("crossroads"), (0, 0), sigma), quality=90)


def hangar() -> Iterator[bytes]:
    """Yield a sensor that grows noisy, and in between what is no picture."""
    clean, noise = _picture("helicopter"), np.random.default_rng(5)
    yield _read("helicopter")
    yield b"this is no picture"
    for sigma in NOISES:
        noisy = clean + noise.normal(0, sigma, clean.shape)
        yield encode_frame(np.clip(noisy, 0, 255).astype(np.uint8), quality=85)
    yield _read("helicopter")[:5000]


def harbour() -> Iterator[bytes]:
    """Yield an encoder that is set lower and lower."""
    yield _read("harbour")
    for quality in JPEG_QUALITIES:
        yield encode_frame(_picture("harbour"), quality=quality)


def messages() -> Iterator[RecordedMessage]:
    """Yield the recording: the cameras in turn, a picture each 200 ms."""
    cameras = {each.__name__: list(each()) for each in (park, crossroads, hangar, harbour)}
    for seq in range(max(map(len, cameras.values()))):
        for partition, (camera, pictures) in enumerate(cameras.items()):
            if seq < len(pictures):
                yield _message(camera, partition, seq, pictures[seq])


def _message(camera: str, partition: int, seq: int, value: bytes) -> RecordedMessage:
    captured_at = _BEGIN + seq * _EVERY + partition * _EVERY / 10
    headers = FrameHeaders(captured_at=captured_at, seq=seq, stream_id="samples", content_type=CONTENT_TYPE)
    published_at = captured_at + _PUBLISHED_AFTER
    return RecordedMessage(
        topic=_TOPIC,
        partition=partition,
        offset=seq,
        key=camera.encode(),
        value=value,
        headers=tuple(headers.encode()),
        timestamp_ms=(published_at - _EPOCH) // _MILLISECOND,
        timestamp_type=TimestampType.CREATE,
        recorded_at_ns=(published_at - _EPOCH) // _MILLISECOND * 1_000_000,
    )


def _read(name: str) -> bytes:
    return (_SAMPLES / f"{name}.jpg").read_bytes()


def _picture(name: str) -> NDArray[np.uint8]:
    return decode_frame(_read(name))


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
def main(path: Path) -> None:
    """Write the recording to PATH."""
    with RecordingWriter(path) as writer:
        for message in messages():
            writer.write(message)


if __name__ == "__main__":
    main()
