"""How the store's tables came about: one file for each step, never changed once it is released."""

from collections.abc import Sequence
from typing import Final

from control.store.migrations import m0001_cameras

STEPS: Final[Sequence[Sequence[str]]] = (m0001_cameras.STATEMENTS,)
"""Statements that lead from version n to n + 1, by n."""
