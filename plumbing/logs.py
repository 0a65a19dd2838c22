"""Logging for every process: one line per event on standard error, credentials masked."""

import logging
import sys
import time
from typing import Final

from plumbing.redaction import redact

_secrets: Final[set[str]] = set()


def set_up_logging(level: str = "INFO") -> None:
    """Send all logging of this process to standard error; call once, at the start of a command."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)


def never_show(secret: str) -> None:
    """Have this secret masked in all logging of this process from now on."""
    if len(secret) > 3:  # masking shorter ones would eat ordinary words
        _secrets.add(secret)


class RedactingFormatter(logging.Formatter):
    """Formats as usual, tracebacks included, and masks credentials in the outcome."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record without credentials."""
        return redact(super().format(record), *_secrets)
