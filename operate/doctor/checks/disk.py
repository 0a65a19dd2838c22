"""Free disk, and the right to write, where we do: the working directory (recordings), temporary files, our state."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from control.settings import ServeSettings
from control.store.folder import default_folder
from operate.doctor.finding import Finding
from operate.doctor.setup import Setup

WARN_BYTES: Final = 2 * 2**30
FAIL_BYTES: Final = 200 * 2**20
"""A minute of one camera's frames, recorded."""


def check_disk(setup: Setup) -> Iterator[Finding]:
    """Look at each place."""
    yield look("working directory", Path.cwd())
    yield look("temporary files", Path(tempfile.gettempdir()))
    yield look_at_state(setup.get(ServeSettings).state_folder or default_folder(os.environ))


def look_at_state(folder: Path) -> Finding:
    """Judge the control plane's folder; where it is not there yet, the one in which it will be made."""
    subject = "state of the control plane"
    if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        text = "others may look into it, and it holds the passwords of cameras"
        return Finding.warning(f"{subject}, {str(folder)!r}", text, f"chmod 700 {folder}")
    return look(subject, next((each for each in (folder, *folder.absolute().parents) if each.is_dir()), Path("/")))


def look(subject: str, path: Path) -> Finding:
    """Judge one folder."""
    shown = f"{subject}, {str(path)!r}"
    if not os.access(path, os.W_OK | os.X_OK):
        return Finding.warning(shown, "may not be written to", "recordings and state need another folder")
    try:
        free = shutil.disk_usage(path).free
    except OSError as error:
        return Finding.failure(shown, f"cannot be looked at: {error.strerror}")
    text = f"{free / 2**30:.1f} GiB free"
    if free < FAIL_BYTES:
        return Finding.failure(shown, text, "make room: nothing can be kept here")
    return Finding.warning(shown, text, "make room") if free < WARN_BYTES else Finding.ok(shown, text)
