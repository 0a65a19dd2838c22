"""Recorded frames in a topic of their own, for tests of what consumes them."""

import re
from pathlib import Path
from typing import Final
from uuid import uuid4

from sandbox.command import run_flir_iqa
from sandbox.errors import SandboxError

PARTITIONS: Final = 3
_LONGEST_S: Final = 600.0


class TopicReplayer:
    """Replays recordings, each into a fresh topic; called with a recording, it returns the topic's name.

    Args:
        bootstrap: The broker, `host:port`.
        folder: Where the log goes; it is there.
    """

    def __init__(self, bootstrap: str, folder: Path) -> None:
        self._bootstrap = bootstrap
        self._log = folder / "replay.log"

    def __call__(self, recording: str | Path, *options: str, timeout_s: float = _LONGEST_S) -> str:
        """Replay a recording as fast as it goes, and return the name of the topic once all frames are there.

        Args:
            recording: The file.
            options: Any of `flir-iqa replay`, as on the command line: `"--camera", "gate"`.
            timeout_s: How long it may take.

        Raises:
            SandboxError: There is no such file, the replay fails, or takes too long.
        """
        path = Path(recording)
        if not path.is_file():
            message = f"expected a recording such as night.mcap, there is no file {str(path)!r}"
            raise SandboxError(message)
        topic = _fresh_topic(path)
        own = ["--bootstrap", self._bootstrap, "--topic", topic, "--partitions", str(PARTITIONS), "--rate", "max"]
        run_flir_iqa(["replay", path, *own, *options], self._log, timeout_s)
        return topic


def _fresh_topic(path: Path) -> str:
    """Return a name that no other replay has: `replay-night-1f0c22ab90de`."""
    stem = re.sub(r"[^A-Za-z0-9._-]", "-", path.stem)[:50]
    return f"replay-{stem}-{uuid4().hex[:12]}"
