"""The flow as a process on fresh topics."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from tests.dataflow.running import FlowProcess, Topics

MakeFlow = Callable[..., FlowProcess]


@pytest.fixture
def io(kafka: KafkaSettings, topics: TopicSettings) -> Topics:
    """Frames in, records out, on the shared broker."""
    return Topics(kafka, topics)


@pytest.fixture
def make_flow(kafka: KafkaSettings, topics: TopicSettings, tmp_path: Path) -> Iterator[MakeFlow]:
    """Make processes of the flow: `make_flow("--start", "earliest")`."""
    with ExitStack() as stack:

        def make(*options: str, on: TopicSettings = topics, log: str = "flow.log") -> FlowProcess:
            return stack.enter_context(FlowProcess(kafka, on, tmp_path / log, *options))

        yield make
