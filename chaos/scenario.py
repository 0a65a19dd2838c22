"""What a scenario is."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar

from chaos.brokers import Brokers, one_broker
from chaos.stage import Stage


class Scenario(ABC):
    """Breaks one kind of thing, and says on the stage what came of it. A frozen dataclass; its fields say how much."""

    name: ClassVar[str]
    """As `--only` takes it."""
    fault: ClassVar[str]
    """What is broken, for the table."""
    breaks_broker: ClassVar[bool] = False
    """Whether it needs a Kafka of its own, because it kills, freezes or fills it."""

    counts_frames: ClassVar[bool] = True
    """Whether it judges by the topics; else by something else."""

    def kafka(self, log: Path) -> AbstractContextManager[Brokers]:
        """Return the Kafka that it breaks, not started yet; its log is to be kept at `log`."""
        return one_broker(log)

    @abstractmethod
    def play(self, stage: Stage) -> None:
        """Play it to its end.

        Raises:
            FlirIqaError: It cannot go on: what was waited for did not come.
        """
