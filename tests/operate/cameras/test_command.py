"""The cameras of a real control plane, over real HTTP, as a user types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from flir_iqa.errors import SettingsError
from operate.api.errors import ApiError
from operate.cameras.command import cameras
from plumbing.cameras import CameraSettings
from tests.control.serving import make_plane, served

pytestmark = pytest.mark.integration

ADDRESS = "rtsp://192.0.2.7/stream"


@pytest.fixture
def api() -> Iterator[httpx.Client]:
    """A control plane with one camera of its configuration file; its children are fakes."""
    with served(make_plane(cameras={"yard": CameraSettings(url=ADDRESS)})) as client:
        yield client


def run(api: httpx.Client, *options: str, **environ: str) -> Result:
    return CliRunner().invoke(cameras, [*options, "--url", str(api.base_url)], env=environ)


def listed(api: httpx.Client) -> dict[str, dict[str, object]]:
    return {view["id"]: view for view in json.loads(run(api, "list", "--json").stdout)}


def test_a_camera_is_added_listed_paused_resumed_and_removed(api: httpx.Client, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("open-sesame")
    done = run(api, "add", "gate", ADDRESS, "--username", "viewer", "--password", f"file:{password}", "--paused")
    assert done.exit_code == 0, done.output + str(done.exception)
    view = listed(api)["gate"]
    assert (view["url"], view["wanted"], view["source"]) == (ADDRESS, "paused", "api")
    shown = run(api, "list").stdout
    assert "gate" in shown
    assert "open-sesame" not in shown + str(view)
    assert run(api, "resume", "gate").exit_code == 0
    assert listed(api)["gate"]["wanted"] == "running"
    assert run(api, "pause", "gate", "yard").exit_code == 0
    assert {one["wanted"] for one in listed(api).values()} == {"paused"}
    assert run(api, "restart", "gate").exit_code == run(api, "restart", "--failed").exit_code == 0
    assert run(api, "remove", "gate").exit_code == 0
    assert set(listed(api)) == {"yard"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["remove", "nobody"], "there is no camera 'nobody'"),
        (["remove", "yard"], "read-only"),
        (["pause", "nobody"], "there is no camera 'nobody'"),
        (["add", "a b", ADDRESS], "a b"),
        (["add", "gate", ADDRESS, "--fps", "-1"], "fps"),
    ],
)
def test_a_refusal_is_one_line(api: httpx.Client, options: list[str], words: str) -> None:
    done = run(api, *options)
    assert isinstance(done.exception, ApiError)
    assert words in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_trial_asks_for_an_address_or_an_id(api: httpx.Client) -> None:
    done = run(api, "test")
    assert done.exit_code == 2
    assert "--id ID" in done.stderr


def test_a_file_is_imported_and_its_bad_rows_are_told(api: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "cameras.csv"
    file.write_text(
        "id,url,fps\ngate,rtsp://192.0.2.8/s,5\nbad id,rtsp://192.0.2.9/s,5\nmast,rtsp://192.0.2.10/s,all\n"
    )
    done = run(api, "import", str(file))
    assert done.exit_code == 1
    assert "2 of 3 cameras are imported" in done.stderr
    assert "bad id" in done.stdout
    assert {"gate", "mast"} < set(listed(api))
    other = run(api, "import", str(tmp_path / "cameras.xls"))
    assert isinstance(other.exception, SettingsError)
