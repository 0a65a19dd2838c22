"""What Kafka did not have is still known after a crash."""

from pathlib import Path

from recording.copying import recover
from recording.gaps import Gap, GapReason
from recording.reader import open_recording
from recording.writer import RecordingWriter, WriterSettings
from tests.recording.kafka_records import record

GAPS = tuple(
    Gap(topic="thermal-frames", partition=partition, from_offset=5, to_offset=9, reason=GapReason.RETENTION)
    for partition in (0, 1)
)


def test_notes_on_gaps_that_can_be_read_are_recovered(tmp_path: Path) -> None:
    path, out = tmp_path / "x.mcap", tmp_path / "y.mcap"
    with RecordingWriter(path) as writer:
        writer.note_gap(GAPS[0])
        writer.write(record(0))
        writer.note("flir_iqa_gap", {"topic": "no note"})
        writer.note_gap(GAPS[1])
        writer.write(record(1))
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"flir_iqa_summary")])
    n_messages, _ = recover(path, out, WriterSettings(), lambda _: None)
    with open_recording(out) as recording:
        assert (n_messages, recording.info.gaps) == (2, GAPS)
