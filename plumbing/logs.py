"""Logging for every process: one line per event on standard error, credentials masked, repetitions held back."""

import logging
import sys
import threading
from types import TracebackType
from typing import Final

from plumbing.log_events import UNFORESEEN
from plumbing.log_limit import RepeatLimit
from plumbing.log_lines import HumanLines, JsonLines, RedactingFormatter
from plumbing.log_settings import LogSettings

__all__ = ["RedactingFormatter", "for_child", "log_crashes", "set_up_logging"]

log = logging.getLogger(__name__)

_chosen: Final[list[LogSettings]] = [LogSettings()]


def set_up_logging(settings: LogSettings | None = None) -> None:
    """Send all logging of this process to standard error; call at the start of a command.

    Args:
        settings: How to log; those of the call before by default, for who has moved standard error.
    """
    if settings is not None:
        _chosen[:] = [settings]
    chosen = _chosen[0]
    in_words = chosen.format == "human" or (chosen.format == "auto" and sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(HumanLines() if in_words else JsonLines())
    handler.addFilter(RepeatLimit())
    logging.basicConfig(level=chosen.level.upper(), handlers=[handler], force=True)


def for_child() -> dict[str, str]:
    """Return the table `[log]` of a child process whose lines this one takes: as grave as here, with their fields."""
    return {"format": "json", "level": _chosen[0].level}


def log_crashes() -> None:
    """Log what ends a thread unforeseen, and warnings, instead of bare text that could show credentials."""

    def take(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            name = args.thread.name if args.thread else "unknown"
            UNFORESEEN.log(log, exception=args.exc_value, where=f"thread {name}", reason=repr(args.exc_value))

    def take_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            UNFORESEEN.log(log, exception=error, where="main thread", reason=repr(error))

    if threading.excepthook is threading.__excepthook__:  # else somebody watches already: a test
        logging.captureWarnings(capture=True)
        threading.excepthook = take
        sys.excepthook = take_main
