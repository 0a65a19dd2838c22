"""Files that hold secrets are for their owner alone, also where the user's umask leaves all open.

The others are tested beside their code: the flow's lock in `tests/dataflow/test_lock.py`, the sandbox broker's accounts
in `tests/sandbox/test_broker_security.py`, the cache of exported models in `tests/flir_iqa/test_checkpoints.py`.
"""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from sandbox.film import Film
from sandbox.gst_camera import GstCamera, Login

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_token_for_the_containers(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    script = Path(shutil.copy(ROOT / "scripts" / "compose-secrets", tmp_path / "scripts"))
    subprocess.run(["/bin/bash", script], check=True, capture_output=True, umask=0)
    token = tmp_path / "secrets" / "api_token"
    assert len(token.read_text()) >= 40
    assert [mode(path) for path in (tmp_path / "secrets", token, tmp_path / ".env")] == [0o700, 0o600, 0o600]
    before = token.read_text()
    subprocess.run(["/bin/bash", script], check=True, capture_output=True, umask=0)
    assert token.read_text() == before


def test_the_account_of_a_simulated_camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = Film.clean(1.0).pictures(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = os.umask(0)
    try:
        with GstCamera(pictures, "mjpeg", login=Login("viewer", "s3cret")):
            (scratch,) = tmp_path.glob("flir-iqa-camera-*")
            assert (mode(scratch), mode(scratch / "config.json")) == (0o700, 0o600)
    finally:
        os.umask(before)
    assert not scratch.exists()
