"""How a process does, as those who run it need to know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Alive and ready are two questions: who is not alive is started anew, who is not ready is waited for."""

    alive: bool
    """Whether it moves, or waits for something that a new start would not mend."""
    ready: bool
    """Whether it does its work now."""
    reason: str | None = None
    """Why not; credentials masked."""
