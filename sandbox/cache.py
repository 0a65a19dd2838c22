"""Where the sandbox keeps what is slow to fetch or to make."""

import os
from pathlib import Path
from typing import Final

CACHE_VARIABLE: Final = "FLIR_IQA_CACHE_DIR"


def cache_dir() -> Path:
    """Return the folder: `FLIR_IQA_CACHE_DIR`, else `flir-iqa` in the user's cache folder. It may not exist yet."""
    own = os.environ.get(CACHE_VARIABLE)
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flir-iqa"
