"""Local paths as cameras: `film.mp4`, `/data/film.mp4`, `file:film.mp4`, `file:///data/film.mp4`."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from flir_iqa.errors import SettingsError
from plumbing.redaction import redact

_FILE_URL: Final = re.compile(r"file:(?://(?:localhost)?(?=/))?(?P<path>.+)", re.IGNORECASE | re.DOTALL)


def path_of(url: str) -> Path:
    """Return the path that a camera's URL stands for; percent-encoding is undone in `file:` URLs only.

    Raises:
        SettingsError: It names another machine, or nothing.
    """
    match = _FILE_URL.fullmatch(url)
    text = unquote(match["path"]) if match else url
    if text.startswith("//") or "\0" in text or text.lower().startswith("file:"):
        message = f"expected a local path such as film.mp4 or file:///data/film.mp4, got {redact(url)!r}"
        raise SettingsError(message)
    return Path(text)
