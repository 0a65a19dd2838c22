"""Units of time: recordings count in nanoseconds since the epoch."""

from typing import Final

SECOND_NS: Final = 1_000_000_000
MILLISECOND_NS: Final = 1_000_000
