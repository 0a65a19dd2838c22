"""The catalogues of metrics and of log events as Markdown tables, for docs/observability.md."""

import logging
import re
from typing import Final

from plumbing.log_events import all_events
from plumbing.metrics.catalogue import all_metrics

_MARKED: Final = re.compile(r"(<!-- (?P<name>metrics|events):[^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(page: str) -> str:
    """Return a page with its tables as the code has them now, between the comments that mark them."""
    tables = {"metrics": metrics_table(), "events": events_table()}
    return _MARKED.sub(lambda found: f"{found[1]}{tables[found['name']]}{found[3]}", page)


def metrics_table() -> str:
    """Return the table of the metrics."""
    lines = ["| metric | kind | labels | |", "|---|---|---|---|"]
    for metric in all_metrics():
        labels = ", ".join(f"`{label}`" for label in metric.labels)
        lines.append(f"| `{metric.name}` | {metric.kind} | {labels} | {metric.help} |")
    return "\n".join(lines) + "\n"


def events_table() -> str:
    """Return the table of the log events."""
    lines = ["| event | level | fields | when |", "|---|---|---|---|"]
    for event in all_events():
        fields = ", ".join(f"`{field}`" for field in event.fields)
        level = logging.getLevelName(event.level).lower()
        lines.append(f"| `{event.name}` | {level} | {fields} | {event.meaning} |")
    return "\n".join(lines) + "\n"
