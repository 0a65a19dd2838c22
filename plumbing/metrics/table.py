"""The catalogues of metrics and of log events as Markdown tables, for docs/observability.md."""

import logging

from plumbing.log_events import all_events
from plumbing.metrics.catalogue import all_metrics


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
