"""What the doctor says of this machine: the configuration, files, disk, ports, versions, the model."""

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from operate.doctor.checks.config import check_config
from operate.doctor.checks.disk import check_disk, look_at_state
from operate.doctor.checks.disk import look as look_at_disk
from operate.doctor.checks.model import check_model
from operate.doctor.checks.ports import look as look_at_port
from operate.doctor.checks.secret_files import check_secret_files
from operate.doctor.checks.tls import expiry
from operate.doctor.checks.versions import check_versions, judge_package, judge_python
from operate.doctor.places import Place, bootstrap_places
from plumbing.kafka.settings import KafkaSettings
from sandbox.ports import free_port
from tests.operate.doctor.setups import setup_of, states, words


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_each_bad_value_of_a_file_is_a_line_and_hides_no_other(tmp_path: Path) -> None:
    text = """
        kafka.bootstrap = 7
        flow.threads = 0
        cameras.gate.url = "rtsp://192.0.2.7/s"
        cameras.yard.fps = -1
    """
    setup = setup_of(written(tmp_path / "plant.toml", text))
    found = states(check_config(setup))
    assert found == {"[kafka]": "failure", "[flow]": "failure", "[cameras.yard]": "failure", "configuration": "ok"}
    assert list(setup.cameras) == ["gate"]


def test_a_file_that_is_no_toml_is_one_failure(tmp_path: Path) -> None:
    (finding,) = check_config(setup_of(written(tmp_path / "plant.toml", "[kafka")))
    assert finding.state == "failure"
    assert "is not valid TOML" in finding.text


def test_a_secret_that_others_may_read_is_named_with_the_remedy_and_without_the_secret(tmp_path: Path) -> None:
    password = written(tmp_path / "password", "hunter2-hunter2", 0o644)
    token = written(tmp_path / "token", "0123456789abcdef0123", 0o600)
    loose = written(tmp_path / "loose", "swordfish-swordfish", 0o666)
    text = f"""
        serve.token = "file:{token}"
        kafka.security_protocol = "SASL_SSL"
        kafka.sasl_username = "iqa"
        kafka.sasl_password = "file:{password}"
        cameras.gate.url = "rtsp://u:open-sesame@192.0.2.7/s"
        cameras.gate.password = "file:{loose}"
    """
    config = written(tmp_path / "plant.toml", text, 0o644)
    found = list(check_secret_files(setup_of(config)))
    assert states(found) == {
        repr(str(config)): "warning",
        repr(str(loose)): "failure",
        repr(str(password)): "warning",
        repr(str(token)): "ok",
    }
    assert f"chmod 600 {password}" in words(found)
    for secret in ("hunter2", "swordfish", "open-sesame", "0123456789"):
        assert secret not in words(found)


def test_a_secret_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    config = written(tmp_path / "plant.toml", f'serve.token = "file:{tmp_path}/none"')
    assert states(check_secret_files(setup_of(config)))[repr(f"{tmp_path}/none")] == "failure"


def test_a_port_is_free_or_another_program_has_it() -> None:
    assert look_at_port("serve", "127.0.0.1", free_port()).state == "ok"
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.1)
        finding = look_at_port("serve", "127.0.0.1", other.getsockname()[1])
    assert (finding.state, finding.text) == ("failure", "another program listens there")
    assert look_at_port("serve", "192.0.2.7", 8000).state == "failure"


def test_a_folder_with_room_is_well(tmp_path: Path) -> None:
    assert "GiB free" in look_at_disk("here", tmp_path).text
    if os.geteuid() != 0:  # root may write everywhere
        tmp_path.chmod(0o500)
        assert look_at_disk("here", tmp_path).state == "warning"


def test_the_state_of_the_control_plane_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert f"{str(tmp_path)!r}" in look_at_state(folder).subject
    folder.mkdir(mode=0o700)
    assert look_at_state(folder).subject.endswith(repr(str(folder)))
    folder.chmod(0o755)
    assert look_at_state(folder).remedy == f"chmod 700 {folder}"
    assert len(list(check_disk(setup_of(serve={"state_folder": str(folder)})))) == 3


def test_versions_are_those_that_run_here() -> None:
    assert set(states(check_versions(setup_of())).values()) == {"ok"}
    assert judge_python((3, 13), "3.13.0").state == "failure"
    assert judge_package("no-such-package-of-ours").text == "is not installed"


def test_the_shipped_model_scores_and_a_file_that_is_none_does_not(tmp_path: Path) -> None:
    found = list(check_model(setup_of(flow={"threads": "1"})))
    assert states(found)["the shipped model"] == "ok"
    bad = written(tmp_path / "bad.onnx", "no model")
    assert "failure" in states(check_model(setup_of(flow={"model": str(bad)}))).values()


def test_more_threads_than_cpus_are_a_warning() -> None:
    assert states(check_model(setup_of(flow={"threads": "256"})))["threads"] == "warning"


@pytest.mark.parametrize(("days", "state"), [(31, "ok"), (29, "warning"), (-1, "failure")])
def test_a_certificate_warns_thirty_days_before_its_end(days: int, state: str) -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    assert expiry("broker", now + timedelta(days=days, hours=1), now, "a new one").state == state


def test_addresses_of_brokers_in_all_their_forms() -> None:
    kafka = KafkaSettings(bootstrap="a:1, b ,[::1]:3,SSL://c:4,fe80::1,d:x,a:1")
    assert bootstrap_places(kafka) == [
        Place("a", 1),
        Place("b", 9092),
        Place("::1", 3),
        Place("c", 4),
        Place("fe80::1", 9092),
        Place("d", -1),
    ]
