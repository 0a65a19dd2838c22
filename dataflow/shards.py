"""Which partitions of the frame topic a process owns: shard i of n takes each n-th partition, from i on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, PlainSerializer

from flir_iqa.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Shard:
    """Shard `index` of `count`, counted from 0 as Kubernetes counts the pods of a stateful set.

    Attributes:
        index: 0..count - 1.
        count: How many shards share the work; 1..1000.
    """

    index: int
    count: int

    def __post_init__(self) -> None:
        """Check that there is such a shard.

        Raises:
            SettingsError: There is none.
        """
        if not 1 <= self.count <= 1000:
            message = f"expected 1 to 1000 shards, as in 0/1 or 2/3, got {str(self)!r}"
            raise SettingsError(message)
        if not 0 <= self.index < self.count:
            message = (
                f"shards are counted from 0: of {self.count} there are 0/{self.count} to "
                f"{self.count - 1}/{self.count}, got {str(self)!r}"
            )
            raise SettingsError(message)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `i/n`.

        Raises:
            SettingsError: It is not written so, or there is no such shard.
        """
        index, slash, count = text.strip().partition("/")
        digits = index + count
        if not (slash and index and count and digits.isascii() and digits.isdigit() and len(digits) <= 8):
            message = f"expected i/n, such as 0/3 for the first of three shards, got {text!r}"
            raise SettingsError(message)
        return cls(int(index), int(count))

    def partitions(self, n_partitions: int) -> Sequence[int]:
        """Return those of so many partitions that are this shard's: p with p % count == index."""
        return range(self.index, n_partitions, self.count)

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"


WHOLE = Shard(0, 1)
"""All partitions."""


def _parsed(value: Any) -> Shard:
    return value if isinstance(value, Shard) else Shard.parse(str(value))


ShardField = Annotated[Shard, BeforeValidator(_parsed), PlainSerializer(str)]
"""A settings field that holds a shard, written `i/n`."""
