"""What a scenario is."""

from abc import ABC, abstractmethod
from typing import ClassVar

from chaos.stage import Stage


class Scenario(ABC):
    """Breaks one kind of thing, and says on the stage what came of it. A frozen dataclass; its fields say how much."""

    name: ClassVar[str]
    """As `--only` takes it."""
    fault: ClassVar[str]
    """What is broken, for the table."""
    breaks_broker: ClassVar[bool] = False
    """Whether it needs a Kafka of its own, because it kills, freezes or fills it."""

    @abstractmethod
    def play(self, stage: Stage) -> None:
        """Play it to its end.

        Raises:
            FlirIqaError: It cannot go on: what was waited for did not come.
        """
