"""A camera tried through a real control plane that asks for a token: a picture on disk, or one line of why not."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from operate.cameras.command import cameras
from operate.tokens.command import token
from sandbox.ports import free_port
from tests.control.serving import NO_BROKER, control_process
from tests.producers.films import write_film

pytestmark = pytest.mark.integration


def test_a_trial_over_a_token_gives_a_picture_or_a_reason(tmp_path: Path) -> None:
    file, film, picture = tmp_path / "tokens", write_film(tmp_path / "film.mp4", 5), tmp_path / "gate.jpg"
    made = [
        CliRunner().invoke(token, ["new", "--role", role, "--name", role, "--file", str(file)]).stdout.strip()
        for role in ("viewer", "admin")
    ]
    settings = {"kafka": {"bootstrap": NO_BROKER.bootstrap}, "serve": {"tokens": f"file:{file}"}}
    with control_process(settings, "control") as (_, client):

        def run(secret: str, *options: str) -> Result:
            environ = {"FLIR_IQA_API_TOKEN": secret, "FLIR_IQA_API_URL": str(client.base_url)}
            return CliRunner().invoke(cameras, list(options), env=environ)

        done = run(made[1], "test", str(film), "--picture", str(picture), "--json")
        away = run(made[1], "test", f"rtsp://u:open-sesame@127.0.0.1:{free_port()}/s")
        low = run(made[0], "test", str(film))
        listed = run(made[0], "list", "--json")
    assert done.exit_code == 0, done.output + str(done.exception)
    assert json.loads(done.stdout)["codec"] == "h264"
    assert picture.read_bytes().startswith(b"\xff\xd8")
    assert "connection refused" in str(away.exception)
    assert "open-sesame" not in str(away.exception)
    assert "give a token of a higher role" in str(low.exception)
    assert listed.stdout == "[]\n"
