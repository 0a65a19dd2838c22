"""What all checks found together: made, shown, judged."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flir_iqa.errors import FlirIqaError
from operate.doctor.catalogue import Check
from operate.doctor.errors import NotCheckedError
from operate.doctor.finding import Finding, State
from operate.doctor.setup import Setup

_STYLES: Final[dict[State, str]] = {"ok": "green", "warning": "yellow", "failure": "bold red"}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding, and whose it is."""

    check: str
    finding: Finding


def examine(setup: Setup, checks: Sequence[Check], told: Callable[[str], None]) -> list[Line]:
    """Make the checks one after the other; one that breaks off says so in a line, and the others go on.

    Args:
        setup: What is looked at.
        checks: What to look for.
        told: Told what is being done.
    """
    lines = []
    for check in checks:
        told(check.doing)
        lines += [Line(check.name, finding) for finding in _findings(setup, check)]
    return lines


def _findings(setup: Setup, check: Check) -> Iterator[Finding]:
    try:
        yield from check.run(setup)
    except NotCheckedError as error:
        yield Finding.warning(check.name, f"not checked: {error}")
    except (FlirIqaError, OSError, ValueError) as error:
        yield Finding.failure(check.name, f"the check broke off: {error}")


def draw(lines: Sequence[Line]) -> RenderableType:
    """Return a table for a person, and the verdict under it."""
    table = Table("check", "what", "", "finding", box=None, pad_edge=False)
    previous = ""
    for line in lines:
        finding = line.finding
        text = Text(finding.text)
        if finding.remedy is not None:
            text.append(f"\n{finding.remedy}", style="italic")
        name = line.check if line.check != previous else ""
        table.add_row(Text(name), Text(finding.subject), Text(finding.state, _STYLES[finding.state]), text)
        previous = line.check
    return Group(table, Text(), _verdict(lines))


def to_dict(lines: Sequence[Line]) -> dict[str, Any]:
    """Return the same for JSON."""
    findings = [{"check": line.check, **line.finding.to_dict()} for line in lines]
    return {"ok": not count(lines, "failure"), "failures": count(lines, "failure"), "findings": findings}


def count(lines: Sequence[Line], state: State) -> int:
    """Count the lines of one state."""
    return sum(line.finding.state == state for line in lines)


def _verdict(lines: Sequence[Line]) -> Text:
    failures, warnings = count(lines, "failure"), count(lines, "warning")
    if failures:
        words, style = f"{failures} failure{'s' * (failures != 1)}", _STYLES["failure"]
        return Text(f"{words} and {warnings} warning{'s' * (warnings != 1)}: mend the first failure first.", style)
    if warnings:
        return Text(f"It works, with {warnings} warning{'s' * (warnings != 1)}.", _STYLES["warning"])
    return Text("All is well.", _STYLES["ok"])
