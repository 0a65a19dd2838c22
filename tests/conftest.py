"""Shared by all tests: one real Kafka and one real camera for the whole run, fresh topic names for each test."""

import logging
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.broker import Broker
from sandbox.camera import RtspCamera
from sandbox.film import Film


def pytest_configure() -> None:
    """Heed SIGINT as in a terminal: a shell lets what it runs in the background ignore it, and all its children too."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # a control plane that a test starts without a folder for its state must not find the one of whoever runs the tests
    os.environ["XDG_STATE_HOME"] = _state_home().name


@cache
def _state_home() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="flir-iqa-state-home-", ignore_cleanup_errors=True)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Take back how a command that ran within the test set logging up: its lines would come in later tests."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    if root.handlers != handlers:
        root.handlers[:] = handlers
        root.setLevel(level)


@pytest.fixture(scope="session")
def broker() -> Iterator[Broker]:
    """A Kafka that all tests share: use fresh topics, and never stop it."""
    with Broker() as running:
        yield running


@pytest.fixture(scope="session")
def kafka(broker: Broker) -> KafkaSettings:
    """How to reach the shared Kafka."""
    return KafkaSettings(bootstrap=broker.bootstrap)


@pytest.fixture
def own_broker() -> Iterator[Broker]:
    """A Kafka for one test alone, which may kill, freeze and restart it."""
    with Broker() as running:
        yield running


@pytest.fixture
def fresh_name() -> Callable[[str], str]:
    """Make names that no other test uses: `fresh_name("frames")`."""
    return lambda prefix: f"{prefix}-{uuid4().hex[:12]}"


@pytest.fixture
def topics(fresh_name: Callable[[str], str]) -> TopicSettings:
    """Four topics for one test, of three partitions; not created yet."""
    return TopicSettings(
        frames=fresh_name("frames"),
        results=fresh_name("results"),
        rejected=fresh_name("rejected"),
        events=fresh_name("events"),
        partitions=3,
    )


@pytest.fixture(scope="session")
def clean_film() -> Path:
    """Ten seconds without any fault, 640 x 512, 10 frames a second."""
    return Film.clean().file()


@pytest.fixture(scope="session")
def camera(clean_film: Path) -> Iterator[RtspCamera]:
    """A camera that all tests share, playing the clean film: watch it, and never stop it."""
    with RtspCamera(clean_film) as running:
        yield running


@pytest.fixture
def own_camera(clean_film: Path) -> Iterator[RtspCamera]:
    """A camera for one test alone, which may stop, start and freeze it."""
    with RtspCamera(clean_film) as running:
        yield running
