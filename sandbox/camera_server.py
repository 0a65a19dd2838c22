"""Serves films over RTSP/TCP, for ever and to any number of clients: the process behind `sandbox.camera`.

    python -m sandbox.camera_server PORT FOLDER

Each client begins at the film's start.
"""

import asyncio
import sys
from pathlib import Path
from typing import Final

from aio_rtsp_toolkit.server import RtspServer

from sandbox.ports import LOOPBACK

_SESSION_TIMEOUT_S: Final = 3600
_FOR_EVER: Final = 0


class _EndlessServer(RtspServer):  # type: ignore[misc]  # the toolkit ships no types
    """Plays each file again and again, where the toolkit ends after one time unless the client's address asks."""

    def parse_play_count(self, uri: str) -> int:
        """Return how often to play, whatever the address says."""
        return _FOR_EVER


async def _serve(port: int, folder: Path) -> None:
    server = _EndlessServer(str(folder), LOOPBACK, port, session_timeout=_SESSION_TIMEOUT_S)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))
