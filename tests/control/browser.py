"""A real browser without a window: Debian's Chromium."""

import subprocess
import tempfile
from typing import Final

FLAGS: Final = (
    "--headless",
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def rendered(url: str, width_px: int = 1200, budget_ms: int = 4000) -> str:
    """Return the page's DOM as HTML after `budget_ms` of the page's own time."""
    options = (f"--window-size={width_px},900", f"--virtual-time-budget={budget_ms}", "--dump-dom")
    with tempfile.TemporaryDirectory(prefix="flir-iqa-browser-") as profile:
        command = ["chromium", *FLAGS, f"--user-data-dir={profile}", *options, url]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return ended.stdout
