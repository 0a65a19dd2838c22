"""MCAP files of others, or damaged ones of ours: what is whole is read, the rest is one error."""

from pathlib import Path

from recording.checking import check
from recording.errors import RecordingError
from recording.reader import open_recording
from recording.salvage import Problem, survey
from tests.fuzz.fuzzing import fuzz, hostile


def test_recordings_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"

    def read(content: bytes) -> None:
        path.write_bytes(content)
        try:
            with open_recording(path) as recording:
                assert recording.info.n_bytes == len(content)
                assert all(message.topic is not None for message in recording.messages())
        except RecordingError as error:
            assert "x.mcap" in str(error)

    fuzz(read, hostile("recordings"))


def test_what_is_damaged_is_checked_and_salvaged(tmp_path: Path) -> None:
    path = tmp_path / "x.mcap"

    def salvage(content: bytes) -> None:
        path.write_bytes(content)
        try:
            check(path, lambda _: None)
            for item in survey(path):
                assert isinstance(item, Problem) or item.topic is not None
        except RecordingError as error:
            assert str(error)

    fuzz(salvage, hostile("recordings"))
