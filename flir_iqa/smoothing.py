"""The sliding mean over a camera's last frames."""

from array import array
from collections.abc import Iterable
from math import fsum, isfinite
from typing import Self


class SlidingMean:
    """Mean of the last `window` values, exact and independent of how it came about.

    It is `math.fsum` over the values, so a window that was refilled from stored values gives the same bits as one that
    ran through. Memory is 8 bytes a value, at most `window` values.

    Raises:
        ValueError: `window` is not a whole number from 1 up.
    """

    __slots__ = ("_next", "_values", "window")

    def __init__(self, window: int) -> None:
        if type(window) is not int or window < 1:
            message = f"expected a smoothing window of at least 1 frame, as an int, got {window!r}"
            raise ValueError(message)
        self.window = window
        self._values = array("d")
        self._next = 0  # where the ring is overwritten once it is full

    @classmethod
    def restore(cls, window: int, values: Iterable[float]) -> Self:
        """Go on from `values` (oldest first); of more than `window` the newest are kept.

        Raises:
            ValueError: The window is below 1, or a value is not finite.
        """
        mean = cls(window)
        for value in array("d", values)[-window:]:
            mean._append(value)
        return mean

    def push(self, value: float) -> float:
        """Take in one value and return the new mean.

        Raises:
            ValueError: `value` is not finite; the window stays as it was.
        """
        self._append(value)
        return fsum(self._values) / len(self._values)

    @property
    def mean(self) -> float | None:
        """Mean of the values held; None before the first."""
        return fsum(self._values) / len(self._values) if self._values else None

    @property
    def count(self) -> int:
        """How many values the mean holds, 0..`window`."""
        return len(self._values)

    def values(self) -> "array[float]":
        """A snapshot of the values held, oldest first; `restore` takes it back."""
        return self._values[self._next :] + self._values[: self._next]

    def _append(self, value: float) -> None:
        if not isfinite(value):
            message = f"expected a finite value, got {value!r}"
            raise ValueError(message)
        if len(self._values) < self.window:
            self._values.append(value)
        else:
            self._values[self._next] = value
            self._next = (self._next + 1) % self.window
