"""The command: what it prints and its exit code, over real cameras and a Kafka that is away."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from operate.doctor.checks.cameras import check_cameras
from operate.doctor.command import doctor
from operate.doctor.finding import Finding
from operate.doctor.report import Line, draw, to_dict
from sandbox.camera import RtspCamera
from sandbox.ports import free_port
from tests.operate.doctor.setups import setup_of, states, words


def run(*options: str) -> Result:
    return CliRunner().invoke(doctor, options)


def test_checks_that_pass_are_exit_code_zero() -> None:
    done = run("--only", "config,versions", "--json")
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["ok"] is True
    assert {each["check"] for each in answer["findings"]} == {"config", "versions"}


def test_a_failure_is_exit_code_one_and_names_the_remedy(tmp_path: Path) -> None:
    bad = tmp_path / "bad.onnx"
    bad.write_text("no model")
    done = run("--only", "model", "--model", str(bad))
    assert done.exit_code == 1
    assert "failure" in done.stdout
    assert "1 failure and 0 warnings" in done.stdout


def test_a_flag_that_cannot_be_used_is_a_line_of_the_report() -> None:
    done = run("--only", "config,topics", "--partitions", "many", "--json")
    assert done.exit_code == 1
    lines = {each["subject"]: each for each in json.loads(done.stdout)["findings"]}
    assert "option --partitions" in lines["[topics]"]["text"]
    assert lines["topics"] == {
        "check": "topics",
        "subject": "topics",
        "state": "warning",
        "text": "not checked: the settings [topics] cannot be used",
        "remedy": None,
    }


def test_a_check_that_is_none_is_refused_with_those_there_are() -> None:
    done = run("--only", "kafka,moon")
    assert done.exit_code == 2
    assert "config, versions, secrets" in done.stderr


def test_a_finding_never_shows_a_password() -> None:
    lines = [Line("cameras", Finding.failure("gate", "rtsp://u:open-sesame@h/s is away", "see rtsp://u:open-sesame@h"))]
    assert "open-sesame" not in json.dumps(to_dict(lines))
    assert draw(lines)


@pytest.mark.integration
def test_cameras_that_give_a_frame_and_one_that_is_away(camera: RtspCamera) -> None:
    away = f"rtsp://u:open-sesame@127.0.0.1:{free_port()}/s"
    setup = setup_of(cameras=(f"gate={camera.url}", f"yard={away}", "kiln=no/such/folder"))
    found = list(check_cameras(setup))
    assert states(found) == {"gate": "ok", "yard": "failure", "kiln": "failure"}
    assert "h264 640 x 512, 10 frames/s" in words(found)
    assert "open-sesame" not in words(found)
