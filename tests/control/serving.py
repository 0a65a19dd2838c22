"""Control planes for tests: real HTTP in this process, and a whole process that can be killed."""

import functools
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import uvicorn

from control.app import create_app
from control.cli import GRACE_S
from control.control_plane import ControlPlane
from control.pipeline import Rooms
from control.server import address_of, listen, serve_until_stopped
from control.settings import ServeSettings
from control.store.connection import Store
from plumbing.cameras import CameraSettings
from plumbing.document import Document, read_document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.logs import set_up_logging
from plumbing.settings import load
from plumbing.stopping import Stopper
from sandbox.waiting import wait_until

FAKES: Final = Rooms("tests.control.fake_child", "tests.control.fake_child")
NO_BROKER: Final = KafkaSettings(bootstrap="127.0.0.1:1")
_ADDRESS: Final = re.compile(r"at (http://\S+)")


@functools.cache
def _folder_of_this_process() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="flir-iqa-state-", ignore_cleanup_errors=True)


def fresh_folder() -> Path:
    """Return a folder for the state of one control plane; gone with this process."""
    return Path(tempfile.mkdtemp(dir=_folder_of_this_process().name))


def make_plane(
    kafka: KafkaSettings = NO_BROKER,
    topics: TopicSettings | None = None,
    cameras: Mapping[str, CameraSettings] | None = None,
    tables: Mapping[str, Any] | None = None,
    state_folder: Path | None = None,
    **settings: Any,
) -> ControlPlane:
    """Make a control plane over fake children, which are given up soon."""
    soon = {"restart_first_s": 0.01, "restart_limit": 2, **settings}
    return ControlPlane(
        document=Document("test.toml", tables or {}, from_parent=True),
        kafka=kafka,
        topics=topics or TopicSettings(),
        cameras=cameras or {},
        settings=ServeSettings(port=0, **soon),
        store=Store(state_folder or fresh_folder()),
        rooms=FAKES,
    )


@contextmanager
def served(plane: ControlPlane) -> Iterator[httpx.Client]:
    """Serve a control plane over real HTTP, from a thread."""
    with listen("127.0.0.1", 0) as listening:
        config = uvicorn.Config(create_app(plane), log_config=None, access_log=False, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wait_until(lambda: server.started, 30, "the server")
            with httpx.Client(base_url=address_of(listening), timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def control_process(
    settings: Mapping[str, Any], module: str = "tests.control.serving"
) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Run a control plane as a process, by default one over fake children."""
    command = [sys.executable, "-m", module, "--config", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe, text=True, start_new_session=True) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        serve = {"port": 0, "state_folder": str(fresh_folder()), **settings.get("serve", {})}
        process.stdin.write(json.dumps({**settings, "serve": serve}) + "\n")
        process.stdin.flush()
        said: list[str] = []
        threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True).start()
        try:
            match = wait_until(lambda: _ADDRESS.search("".join(said)), 60, "the control plane")
            with httpx.Client(base_url=match[1], timeout=60) as client:
                wait_until(lambda: _answers(client), 60, "an answer")
                yield process, client
        finally:
            process.kill()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").is_success
    except httpx.TransportError:
        return False


def main() -> None:
    """Run a control plane over fake children, as `control.cli` does over real ones."""
    stopper = Stopper(GRACE_S)
    stopper.listen()
    set_up_logging()
    document = read_document("-")
    plane = ControlPlane(
        document=document,
        kafka=load(KafkaSettings, document),
        topics=load(TopicSettings, document),
        cameras={},
        settings=load(ServeSettings, document),
        store=Store(load(ServeSettings, document).state_folder or fresh_folder()),
        rooms=FAKES,
    )
    with listen("127.0.0.1", 0) as listening:
        sys.stderr.write(f"at {address_of(listening)}\n")
        serve_until_stopped(create_app(plane), listening, stopper)


if __name__ == "__main__":
    main()
