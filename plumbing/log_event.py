"""One kind of thing that a process may log: its name, how grave it is, and its words."""

import logging
from dataclasses import dataclass
from string import Formatter
from typing import Any


@dataclass(frozen=True, slots=True)
class LogEvent:
    """An event of the catalogue (`plumbing.log_events`).

    A person reads `text`, a machine `name` and the fields: one call gives both.
    """

    name: str
    """What machines know it by; the same in every process."""
    level: int
    """As in `logging`."""
    text: str
    """Words for people, with the fields in braces."""
    meaning: str
    """When it is logged, for the documentation."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that its text names, in order."""
        return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(self.text) if name))

    def log(self, logger: logging.Logger, *, exception: BaseException | None = None, **fields: Any) -> None:
        """Log it.

        Args:
            logger: Whose event it is.
            exception: Its traceback goes along.
            **fields: What the text names, and more if there is more to tell; plain values.
        """
        if logger.isEnabledFor(self.level):
            text = self.text.format_map(fields)
            logger.log(self.level, "%s", text, exc_info=exception, extra={"event": self.name, "fields": fields})
