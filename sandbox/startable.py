"""What is started and stopped by hand, or by `with`."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Startable(ABC):
    """A thing that runs between `start` and `stop`; `with` calls both."""

    @abstractmethod
    def start(self) -> Self:
        """Start it, and return it when it is of use."""

    @abstractmethod
    def stop(self) -> None:
        """End it; may be called twice."""

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
