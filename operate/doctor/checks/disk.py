"""Free disk, and the right to write, where we do: the working directory (recordings), temporary files, our state."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from operate.doctor.finding import Finding
from operate.doctor.setup import Setup

WARN_BYTES: Final = 2 * 2**30
FAIL_BYTES: Final = 200 * 2**20
"""A minute of one camera's frames, recorded."""


def check_disk(setup: Setup) -> Iterator[Finding]:
    """Look at each place once, also where several are one."""
    places = {"working directory": Path.cwd(), "temporary files": Path(tempfile.gettempdir())}
    for subject, path in places.items():
        yield look(subject, path)


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
