"""Writes the corpus anew: small honest files of each kind. Run it as `python -m tests.fuzz.make_corpus`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from flir_iqa.encoding import encode_frame
from flir_iqa.records import EventRecord, QualityRecord, RejectedRecord
from plumbing.child import Report
from plumbing.frames import FrameHeaders
from recording.gaps import Gap, GapReason
from recording.message import RecordedMessage, TimestampType
from recording.writer import Compression, RecordingWriter, WriterSettings
from tests.flir_iqa.model_files import make_model
from tests.fuzz.fuzzing import CORPUS

CHUNK = 6
"""The opcode of MCAP; its checksum follows two times and a length of 8 bytes each."""
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def picture() -> NDArray[np.uint8]:
    """Make a picture of 48 x 40 with something in it."""
    ramp = np.add.outer(np.arange(40) * 3, np.arange(48) * 2)
    return (ramp % 256).astype(np.uint8)


def jpegs() -> dict[str, bytes]:
    """JPEGs of the kinds that cameras send."""
    grey = picture()
    colour = cv2.applyColorMap(grey, cv2.COLORMAP_INFERNO)

    def encode(image: Any, *options: int) -> bytes:
        return cv2.imencode(".jpg", image, options)[1].tobytes()

    return {
        "grey.jpg": encode_frame(grey),
        "colour.jpg": encode(colour),
        "progressive.jpg": encode(colour, cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
        "restarts.jpg": encode(grey, cv2.IMWRITE_JPEG_RST_INTERVAL, 2),
        "full.jpg": simplejpeg.encode_jpeg(np.ascontiguousarray(colour), 90, "BGR", "444"),
    }


def pictures() -> dict[str, bytes]:
    """Pictures of the other kinds that are read."""
    grey = picture()
    colour = cv2.applyColorMap(grey, cv2.COLORMAP_INFERNO)
    deep = grey.astype(np.uint16) * 200
    made: dict[str, Any] = {
        "grey.png": grey,
        "deep.png": deep,
        "deep.tiff": deep,
        "colour.tiff": colour,
        "colour.bmp": colour,
        "colour.webp": colour,
        "grey.pgm": grey,
        "deep.pgm": deep,
        "colour.ppm": colour,
    }
    return {name: cv2.imencode(Path(name).suffix, image)[1].tobytes() for name, image in made.items()}


def records() -> dict[str, bytes]:
    """Records of each topic, a report, and an ancestor's record."""
    result = QualityRecord(
        timestamp="2026-01-31T12:00:00.123Z",
        smoothing_window=150,
        raw_image_quality=0.031,
        smoothed_image_quality=0.84,
        camera_id="gate",
        frame_id="frames-0-7",
        seq=7,
        stream_id="k3v9",
        window_count=8,
        distortion="lens_blur",
        distortion_probability=0.93,
        severity=0.41,
        shed_before=0,
        latency_ms=12.5,
        model="lite 0.1.0",
    )
    rejected = RejectedRecord(
        timestamp="2026-01-31T12:00:00.123Z",
        camera_id=None,
        frame_id="frames-0-8",
        reason="bad_headers",
        detail="expected a count",
        size_bytes=4,
        first_bytes="ffd8ffd9",
        key="67617465",
        headers=[["seq", "2d31"], ["x", None]],
    )
    event = EventRecord(
        timestamp="2026-01-31T12:00:00.123Z", kind="flow_started", detail="", partition=0, from_offset=3
    )
    names = ("timestamp", "smoothing_window", "raw_image_quality", "smoothed_image_quality")
    ancestor = {name: value for name, value in json.loads(result.to_json()).items() if name in names}
    return {
        "result.json": result.to_json(),
        "rejected.json": rejected.to_json(),
        "event.json": event.to_json(),
        "ancestor.json": json.dumps(ancestor).encode(),
        "report.json": Report("degraded", "why", {"cameras": {"gate": {"state": "live"}}}).to_line().encode(),
    }


def write_recording(path: Path, compression: Compression) -> None:
    """Record three frames, a result and a gap."""
    with RecordingWriter(path, WriterSettings(compression=compression, chunk_bytes=3000)) as writer:
        for offset in range(3):
            headers = FrameHeaders(captured_at=NOW, seq=offset, stream_id="s", width=48, height=40).encode()
            writer.write(message("frames", offset, encode_frame(picture()), headers))
        writer.write(message("results", 0, records()["result.json"], [("frame_topic", b"frames")]))
        writer.note_gap(Gap(topic="frames", partition=0, from_offset=3, to_offset=9, reason=GapReason.RETENTION))


def without_checksums(content: bytes) -> bytes:
    """Say of each chunk that it has no checksum: then what is in it is believed, and read."""
    data, position = bytearray(content), 8
    while position + 9 <= len(data) - 8:
        opcode, length = data[position], int.from_bytes(data[position + 1 : position + 9], "little")
        if opcode == CHUNK:
            data[position + 33 : position + 37] = bytes(4)
        position += 9 + length
    return bytes(data)


def message(topic: str, offset: int, value: bytes, headers: list[tuple[str, bytes]]) -> RecordedMessage:
    """Make a message as the recorder hands it on."""
    return RecordedMessage(
        topic=topic,
        partition=0,
        offset=offset,
        key=b"gate",
        value=value,
        headers=tuple(headers),
        timestamp_ms=int(NOW.timestamp() * 1000) + offset,
        timestamp_type=TimestampType.CREATE,
    )


def main() -> None:
    """Write it all, but the texts, which are written by hand."""
    for folder, files in (("jpeg", jpegs()), ("pictures", pictures()), ("records", records())):
        (CORPUS / folder).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (CORPUS / folder / name).write_bytes(content)
    for folder in ("recordings", "models"):
        (CORPUS / folder).mkdir(exist_ok=True)
    for compression in Compression:
        path = CORPUS / "recordings" / f"{compression}.mcap"
        path.unlink(missing_ok=True)
        write_recording(path, compression)
    make_model(CORPUS / "models" / "tiny.onnx")
    unchecked = without_checksums((CORPUS / "recordings" / "none.mcap").read_bytes())
    (CORPUS / "recordings" / "unchecked.mcap").write_bytes(unchecked)


if __name__ == "__main__":
    main()
