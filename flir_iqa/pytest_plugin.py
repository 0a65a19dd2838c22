"""Fixtures for tests of what consumes frames and results: a real Kafka, a real camera, recorded frames, their scores.

pytest loads this wherever the package is installed; a room behind a fixture is imported once a test asks for it.
"""

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

import pytest

_BROKER_START_S: Final = 240.0
"""Machines that run tests are often busy."""


@pytest.fixture(scope="session")
def kafka_broker() -> Iterator[Any]:
    """A real Apache Kafka for all tests of the run: its address is `kafka_broker.bootstrap`."""
    with _room("sandbox.broker", "kafka_broker").Broker(start_timeout_s=_BROKER_START_S) as broker:
        yield broker


@pytest.fixture(scope="session")
def rtsp_camera() -> Iterator[Any]:
    """A real RTSP camera for all tests of the run, 640 x 512, 10 frames a second: its address is `rtsp_camera.url`."""
    film = _room("sandbox.film", "rtsp_camera").Film.clean().file()
    with _room("sandbox.camera", "rtsp_camera").RtspCamera(film) as camera:
        yield camera


@pytest.fixture
def replayed_topic(kafka_broker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Replays a recording into a fresh topic of `kafka_broker`.

    Call it: `topic = replayed_topic("night.mcap")`. It returns the topic's name once all frames are there. They are
    replayed as fast as it goes; options of `flir-iqa replay` may follow:
    `replayed_topic("night.mcap", "--camera", "gate", "--rate", "1")`.
    """
    room = _room("sandbox.replaying", "replayed_topic")
    return room.TopicReplayer(kafka_broker.bootstrap, tmp_path_factory.mktemp("replay"))


@pytest.fixture
def results_of(kafka_broker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Scores the frames of a topic of `kafka_broker` and gives their results.

    Call it: `results = results_of(topic)` for all frames that are there now, `results_of(topic, n=10)` for the first
    ten. They are a sequence of `flir_iqa.records.QualityRecord` in the order of capture; its `topics` names the topics
    for consumers to read.
    """
    room = _room("sandbox.scoring", "results_of")
    return room.TopicScorer(kafka_broker.bootstrap, tmp_path_factory.mktemp("scores"))


def _room(module: str, fixture: str) -> ModuleType:
    """Import a room's module; where that is not possible, fail the test that asked for it with what to do."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name in (module, module.partition(".")[0]):
            message = (
                f"the fixture {fixture!r} belongs to the application, and this is the library of flir-iqa alone. "
                "Install a checkout of it where your tests run: pip install -e 'PATH_OF_THE_CHECKOUT[app]'"
            )
        else:
            message = (
                f"the fixture {fixture!r} needs the package {error.name!r}: "
                "pip install -e 'PATH_OF_THE_CHECKOUT[app]', or `make setup` there"
            )
    pytest.fail(message, pytrace=False)
