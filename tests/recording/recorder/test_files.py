"""One file, or one after the other."""

from pathlib import Path

import pytest

from flir_iqa.errors import SettingsError
from recording.gaps import Gap, GapReason
from recording.recorder.files import Limits, RecordingFiles, numbered
from recording.recorder.testing import KeptFiles
from tests.recording.recorder.messages import message

HOUR_MS = 3_600_000


def record(limits: Limits, times_ms: list[int]) -> KeptFiles:
    opened = KeptFiles()
    files = RecordingFiles(Path("night.mcap"), opened, limits)
    files.open()
    for offset, at_ms in enumerate(times_ms):
        files.write(message(offset, at_ms))
    files.close()
    files.close()
    assert [file.path for file in opened.files] == files.paths
    assert files.n_bytes == 100 * len(times_ms)
    assert all(file.n_closed == 1 for file in opened.files)
    return opened


def test_without_limits_there_is_one_file_of_the_given_name() -> None:
    opened = record(Limits(), [0, HOUR_MS])
    assert opened.offsets() == [[0, 1]]
    assert opened.files[0].path == Path("night.mcap")


def test_files_are_split_by_the_time_of_the_messages() -> None:
    opened = record(Limits(split_ns=HOUR_MS * 10**6), [0, HOUR_MS - 1, HOUR_MS, HOUR_MS + 1, 5 * HOUR_MS])
    assert opened.offsets() == [[0, 1], [2, 3], [4]]
    assert [file.path.name for file in opened.files] == ["night-0001.mcap", "night-0002.mcap", "night-0003.mcap"]


def test_files_are_split_by_size() -> None:
    assert record(Limits(split_bytes=200), [0] * 5).offsets() == [[0, 1], [2, 3], [4]]


def test_nothing_recorded_still_leaves_a_file() -> None:
    assert record(Limits(), []).offsets() == [[]]


def test_largest_size_counts_all_files() -> None:
    files = RecordingFiles(Path("night.mcap"), KeptFiles(), Limits(split_bytes=200, max_bytes=300))
    for offset in range(3):
        assert not files.full
        files.write(message(offset))
    assert files.full


def test_gap_goes_into_the_file_that_is_open() -> None:
    opened = KeptFiles()
    files = RecordingFiles(Path("night.mcap"), opened, Limits(split_bytes=100))
    gap = Gap(topic="frames", partition=0, from_offset=1, to_offset=3, reason=GapReason.RETENTION)
    files.write(message(0))
    files.note_gap(gap)
    files.write(message(3))
    assert [file.gaps for file in opened.files] == [[gap], []]
    assert gap.n_missing == 2


def test_number_has_a_bound() -> None:
    assert numbered(Path("a/night.mcap"), 9999) == Path("a/night-9999.mcap")
    with pytest.raises(SettingsError, match="at most 9999 files"):
        numbered(Path("night.mcap"), 10_000)
