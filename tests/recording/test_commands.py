"""The commands on recordings, as a user types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flir_iqa.errors import FlirIqaError
from recording.cli import COMMANDS, recording
from recording.errors import RecordingError
from tests.recording.kafka_records import read, record, write


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(recording, [str(each) for each in arguments])


@pytest.fixture
def night(tmp_path: Path) -> Path:
    return write(tmp_path / "night.mcap", [record(n, key=[b"gate", b"yard"][n % 2]) for n in range(20)])


@pytest.mark.parametrize("command", list(COMMANDS))
def test_each_command_has_examples(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"flir-iqa recording {command} " in result.output


def test_check_finds_nothing_in_a_whole_recording(night: Path) -> None:
    result = run("check", "--json", night)
    found = json.loads(result.stdout)
    assert (result.exit_code, found["n_messages"], found["problems"]) == (0, 20, [])


def test_check_names_what_is_cut_off_and_recover_completes_it(night: Path, tmp_path: Path) -> None:
    night.write_bytes(night.read_bytes()[:-50])
    result = run("check", night)
    assert result.exit_code == 1
    assert "problem: at byte" in result.output
    result = run("recover", night, "--out", tmp_path / "whole.mcap")
    assert (result.exit_code, len(read(tmp_path / "whole.mcap"))) == (0, 20)
    assert run("check", tmp_path / "whole.mcap").exit_code == 0


def test_cut_takes_a_time_and_a_camera(night: Path, tmp_path: Path) -> None:
    out = tmp_path / "part.mcap"
    assert run("cut", night, "--from", "0.5", "--duration", "1", "--camera", "gate", "--out", out).exit_code == 0
    assert read(out) == read(night)[6:15:2]


def test_merge_puts_parts_together_and_takes_what_overlaps_once(night: Path, tmp_path: Path) -> None:
    parts = [tmp_path / "one.mcap", tmp_path / "two.mcap"]
    run("cut", night, "--to", "1.2", "--out", parts[0])
    run("cut", night, "--from", "0.8", "--out", parts[1])
    assert run("merge", *reversed(parts), "--out", tmp_path / "all.mcap").exit_code == 0
    assert read(tmp_path / "all.mcap") == read(night)


@pytest.mark.parametrize("options", [["--camera", "none"], ["--topic", "none"], ["--from", "1h"], ["--from", "x"]])
def test_cut_refuses_what_is_not_there(night: Path, tmp_path: Path, options: list[str]) -> None:
    assert isinstance(run("cut", night, *options, "--out", tmp_path / "x.mcap").exception, FlirIqaError)
    assert not list(tmp_path.glob("x.mcap*"))


def test_a_new_recording_that_fails_leaves_nothing_and_harms_nothing(night: Path, tmp_path: Path) -> None:
    before = night.read_bytes()
    assert isinstance(run("merge", night, "--out", night).exception, RecordingError)
    assert isinstance(run("recover", "/dev/null", "--out", tmp_path / "x.mcap").exception, RecordingError)
    assert night.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["night.mcap"]
