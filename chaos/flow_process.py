"""`flir-iqa flow` as a process to be broken."""

from pathlib import Path
from typing import Final

from chaos.process import Breakable
from plumbing.kafka.settings import KafkaSettings, TopicSettings

_TOPIC_OPTIONS: Final = ("frames", "results", "rejected", "events", "partitions")


class FlowProcess(Breakable):
    """`python -m dataflow` on the given topics.

    Args:
        kafka: The connection, without secrets: they would stand in the arguments.
        topics: The topics.
        log: Where its standard error goes; each start appends.
        options: More options of `flir-iqa flow`.
    """

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings, log: Path, *options: str) -> None:
        chosen = [text for name in _TOPIC_OPTIONS for text in (f"--{name}", str(getattr(topics, name)))]
        super().__init__("dataflow", ["--bootstrap", kafka.bootstrap, *chosen, *options], log)
