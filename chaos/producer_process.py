"""`flir-iqa produce` as a process to be broken."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from chaos.process import Breakable
from plumbing.kafka.settings import KafkaSettings, TopicSettings

QUICK: Final = {"open_timeout_s": 3, "read_timeout_s": 3}
"""A lost camera is seen after three seconds instead of five; waits between attempts are those of everyday."""


class ProducerProcess(Breakable):
    """`python -m producers`, its settings on its standard input, as the control plane starts it.

    Args:
        kafka: The connection.
        topics: The topics.
        cameras: The table of each camera.
        log: Where its standard error goes; each start appends.
    """

    def __init__(
        self, kafka: KafkaSettings, topics: TopicSettings, cameras: Mapping[str, Mapping[str, Any]], log: Path
    ) -> None:
        document = {
            "kafka": kafka.model_dump(mode="json", exclude_none=True),
            "topics": topics.model_dump(mode="json"),
            "produce": QUICK,
            "cameras": cameras,
        }
        super().__init__("producers", ["--config", "-"], log, document)
