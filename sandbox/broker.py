"""A real Apache Kafka: one node, on the loopback address, a child process of ours."""

import base64
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from signal import Signals
from typing import Final, Self
from uuid import uuid4

from plumbing.kafka.clients import make_admin, wait_for_brokers
from plumbing.kafka.settings import KafkaSettings
from sandbox.broker_security import BrokerSecurity
from sandbox.cache import cache_dir
from sandbox.errors import SandboxError
from sandbox.guarded import GuardedProcess
from sandbox.jars import Progress, fetch_jars
from sandbox.kafka_jvm import Membership, Ports, java_command, server_properties
from sandbox.ports import LOOPBACK, answers, free_port, is_free
from sandbox.startable import Startable
from sandbox.waiting import wait_until

_FORMAT_S: Final = 180.0
_STOP_S: Final = 20.0
_OLD_FORMAT: Final = "meta.properties"


class Broker(Startable):
    """One Kafka node; a context manager.

    Acknowledged records outlive `kill` and `restart`. A broker whose data folder is temporary has no records to keep:
    it is stopped at once, and its folder removed; another is shut down in order. Either dies with this process.

    Attributes:
        bootstrap: Its address, `127.0.0.1:port`.
        security: What clients must bring.
    """

    def __init__(
        self,
        port: int | None = None,
        data_dir: Path | None = None,
        security: BrokerSecurity | None = None,
        max_message_bytes: int = 8 * 2**20,
        heap_mb: int = 512,
        start_timeout_s: float = 120.0,
        progress: Progress = lambda done, total: None,
        listeners: Mapping[str, BrokerSecurity] | None = None,
    ) -> None:
        """Choose the ports; nothing runs yet.

        Args:
            port: Where clients connect; a free one by default.
            data_dir: Where records are kept, and found again at the next start; by default a temporary folder.
            security: What clients must bring; by default nothing.
            max_message_bytes: Largest record batch, where a topic says nothing else.
            heap_mb: The most that the heap may take.
            start_timeout_s: How long a start may take, the first fetch of the jars not counted.
            progress: Told how many jars are there, of how many, while they are fetched.
            listeners: Further ports for clients, by a name in capitals, and what each asks; see `address_of`.

        Raises:
            SandboxError: `port` is no port.
        """
        if port is not None and not 0 < port < 65_536:
            message = f"expected a port from 1 to 65535, got {port!r}"
            raise SandboxError(message)
        self.security = security or BrokerSecurity()
        more = {name: free_port() for name in listeners or {}}
        self._ports = Ports(port or free_port(), free_port(), free_port(), more)
        self._securities = {"CLIENT": self.security, **(listeners or {})}
        self.bootstrap = f"{LOOPBACK}:{self._ports.client}"
        self._data_dir = data_dir
        self._max_message_bytes = max_message_bytes
        self._heap_mb = heap_mb
        self._start_timeout_s = start_timeout_s
        self._progress = progress
        self._cluster_id = new_cluster_id()
        self._membership: Membership | None = None
        self._folder: Path | None = None
        self._process: GuardedProcess | None = None

    def start(self) -> Self:
        """Start it and wait until it answers.

        Raises:
            SandboxError: The port is taken, the jars cannot be fetched, or Kafka does not come up.
        """
        if self.running:
            message = f"the broker at {self.bootstrap} runs already"
            raise SandboxError(message)
        self._check_port()
        jars = fetch_jars(cache_dir() / "kafka", progress=self._progress)
        folder = self._make_folder()
        try:
            self._write_properties(folder)
            self._format(jars, folder)
            command = self._java(jars, folder, "kafka.Kafka", folder / "server.properties")
            remove = folder if self._data_dir is None else None
            self._process = GuardedProcess(command, folder / "broker.log", remove).start()
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    @property
    def running(self) -> bool:
        """Whether the process is there (it may be frozen)."""
        return self._process is not None and self._process.running

    @property
    def pid(self) -> int:
        """Process id of the Java process.

        Raises:
            SandboxError: It was not started.
        """
        return self._started().pid

    @property
    def folder(self) -> Path:
        """Where its records, its settings and its log `broker.log` are.

        Raises:
            SandboxError: It was not started, or its temporary folder is gone.
        """
        if self._folder is None:
            message = f"the broker at {self.bootstrap} was not started"
            raise SandboxError(message)
        return self._folder

    @property
    def controller_port(self) -> int:
        """Where it listens as a controller, for the other nodes of a cluster."""
        return self._ports.controller

    def join(self, cluster_id: str, membership: Membership) -> None:
        """Make it a node of a cluster, before its first start. Start all nodes at once: each waits for the others.

        Args:
            cluster_id: The same for all nodes.
            membership: Which of them it is.
        """
        self._cluster_id, self._membership = cluster_id, membership

    def address_of(self, listener: str) -> str:
        """Return the address of one of the further `listeners`."""
        return f"{LOOPBACK}:{self._ports.more[listener]}"

    def last_words(self) -> str:
        """Return the last lines of its log."""
        return self._started().last_lines()

    def stop(self) -> None:
        """End it, and remove its folder if that is temporary. May be called twice."""
        if self._process is not None:
            self._process.stop(0.0 if self._data_dir is None else _STOP_S)
            self._process = None
        if self._folder is not None and self._data_dir is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None

    def kill(self) -> None:
        """Kill it as a crash would; `restart` brings it back."""
        self._started().stop()

    def restart(self) -> None:
        """Start it again on the same port and the same records, after `kill` or while it runs."""
        self._started().stop()
        self._check_port()
        self._started().start()
        self._wait_until_ready()

    def freeze(self) -> None:
        """Halt it as it stands: connections stay open and nothing is answered, until `thaw`."""
        self._started().send(Signals.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        self._started().send(Signals.SIGCONT)

    def _started(self) -> GuardedProcess:
        if self._process is None:
            message = f"the broker at {self.bootstrap} was not started"
            raise SandboxError(message)
        return self._process

    def _check_port(self) -> None:
        if not is_free(self._ports.client):
            message = f"something listens on {self.bootstrap} already: stop it, or choose another port (--port)"
            raise SandboxError(message)

    def _make_folder(self) -> Path:
        if self._data_dir is None:
            self._folder = Path(tempfile.mkdtemp(prefix="flir-iqa-broker-"))
        else:
            self._folder = self._data_dir.resolve()
        (self._folder / "tmp").mkdir(parents=True, exist_ok=True)
        return self._folder

    def _write_properties(self, folder: Path) -> None:
        records = folder / "records"
        text = server_properties(self._ports, records, self._securities, self._max_message_bytes, self._membership)
        path = folder / "server.properties"
        path.touch(mode=0o600)
        os.chmod(path, 0o600)  # one of an earlier start may be open to others; it holds passwords from here on
        path.write_text(text, encoding="utf-8")

    def _format(self, jars: list[Path], folder: Path) -> None:
        if (folder / "records" / _OLD_FORMAT).exists():
            return
        tool = ["kafka.tools.StorageTool", "format", "--cluster-id", self._cluster_id, "--config"]
        command = self._java(jars, folder, *tool, folder / "server.properties")
        try:
            done = subprocess.run(  # noqa: S603 - our own Java
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_FORMAT_S, check=False
            )
        except subprocess.TimeoutExpired as error:
            message = f"Kafka did not prepare {str(folder)!r} within {_FORMAT_S:g} s; is the machine overloaded?"
            raise SandboxError(message) from error
        if done.returncode:
            message = f"Kafka could not prepare {str(folder)!r}: {(done.stderr or done.stdout).strip()[-2000:]}"
            raise SandboxError(message)

    def _java(self, jars: list[Path], folder: Path, *arguments: str | Path) -> list[str]:
        return java_command(jars, self._heap_mb, folder / "tmp", *arguments)

    def _wait_until_ready(self) -> None:
        process = self._started()
        wait_until(
            lambda: not process.running or answers(self._ports.internal),
            self._start_timeout_s,
            f"Kafka listens on {self.bootstrap}",
        )
        if not process.running:
            message = f"Kafka ended while it started; its last words: {process.last_lines()}"
            raise SandboxError(message)
        internal = KafkaSettings(bootstrap=f"{LOOPBACK}:{self._ports.internal}")
        wait_for_brokers(internal, self._start_timeout_s, stopping=lambda: not process.running)
        for security in self._securities.values():
            security.add_users(make_admin(internal)[0])


def new_cluster_id() -> str:
    """Return 16 random bytes in base64url, as Kafka wants it: two sandboxes are two clusters.

    The first bit is 0, so that it begins with a letter: a command line would take a `-` for an option.
    """
    content = uuid4().bytes
    return base64.urlsafe_b64encode(bytes([content[0] & 0x7F]) + content[1:]).decode().rstrip("=")
