"""How an event is written: as a line of words, or as one JSON object; credentials are masked in both."""

import json
import logging
import math
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from flir_iqa.records import format_timestamp
from plumbing.redaction import redact

PLAIN: Final = "message"
"""The event of a line that is none of the catalogue: of a library, say."""
_OWN_KEYS: Final = frozenset({"ts", "level", "event", "logger", "message", "exception"})
_LONGEST: Final = 8000
"""Characters of one text in a line; what is longer is cut off."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def masked(text: str) -> str:
    """Mask credentials, and cut off what is too long."""
    text = redact(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}... ({len(text)} characters)"


class RedactingFormatter(logging.Formatter):
    """Formats as usual, tracebacks included, and masks credentials in the outcome."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record without credentials."""
        return redact(super().format(record))


class HumanLines(RedactingFormatter):
    """Writes `time LEVEL logger words`; only a traceback takes more than one line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Write the line without the traceback; what would move a terminal's cursor is escaped."""
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().formatMessage(record))


class JsonLines(logging.Formatter):
    """Writes one JSON object a line: ts, level, event, logger, message, then the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line: dict[str, Any] = {
            "ts": format_timestamp(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "event": event_of(record),
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        line |= {name: _plain(value) for name, value in fields_of(record).items() if name not in _OWN_KEYS}
        if record.exc_text or record.exc_info:
            line["exception"] = masked(record.exc_text or self.formatException(record.exc_info))  # type: ignore[arg-type]
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def event_of(record: logging.LogRecord) -> str:
    """Return the name of the event that a record is of."""
    return str(getattr(record, "event", PLAIN))


def fields_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """Return the fields that its event has."""
    fields = getattr(record, "fields", {})
    return fields if isinstance(fields, Mapping) else {}


def read_line(line: str, logger: str) -> logging.LogRecord | None:
    """Read a line of `JsonLines` back, as a record of `logger`; None where it is none.

    Args:
        line: One line, without its end. It comes from another process, and is not trusted.
        logger: The logger that the record is to be of; the line's own is kept in the field `source`.
    """
    try:
        found = json.loads(line)
        level = logging.getLevelNamesMapping()[str(found["level"]).upper()]
        record = logging.LogRecord(logger, level, "", 0, "%s", (str(found["message"]),), None)
        record.created = datetime.fromisoformat(str(found["ts"])).timestamp()
        event, source = str(found["event"]), str(found["logger"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fields = {name: value for name, value in found.items() if name not in _OWN_KEYS}
    record.__dict__ |= {"event": event, "fields": {"source": source, **fields}}
    record.exc_text = str(found["exception"]) if "exception" in found else None
    return record


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it, credentials masked."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(content) for name, content in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(content) for content in value]
    return masked(str(value))
