"""Shows an account to a person."""

from collections.abc import Iterable
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reconcile.account import SUMMED, Account
from reconcile.cameras import CameraCounts

_MOST_CAMERAS: Final = 50
_BAD: Final = frozenset({"missing", "doubled", "disordered", "strays"})
_CAMERA_COUNTS: Final = ("published", "scored", "rejected", "shed", "lag", "missing", "doubled")


def draw(account: Account) -> RenderableType:
    """Return both tables and the verdict."""
    parts: list[RenderableType] = [_partitions(account)]
    if account.cameras:
        parts.append(_cameras(account))
    if len(account.cameras) > _MOST_CAMERAS:
        parts.append(Text(f"and {len(account.cameras) - _MOST_CAMERAS} more cameras: see --json"))
    parts.append(Text(f"{account.identity()}", style="bold"))
    parts += [Text(problem, style="bold red") for problem in account.problems()]
    if account.adds_up:
        parts.append(Text("It adds up: each frame has one outcome, or its turn has not come yet.", style="green"))
    return Group(*parts)


def _partitions(account: Account) -> Table:
    table = Table("partition", "offsets", *SUMMED, title=f"frames of {account.topic}")
    for each in account.partitions:
        counts = _cells((name, getattr(each, name)) for name in SUMMED)
        table.add_row(str(each.partition), f"{each.start}..{each.end}", *counts)
    if len(account.partitions) > 1:
        table.add_section()
        table.add_row("all", "", *_cells((name, account.total(name)) for name in SUMMED))
    return table


def _cameras(account: Account) -> Table:
    table = Table("camera", *_CAMERA_COUNTS)
    worst_first = sorted(account.cameras.items(), key=_by_fault)
    for name, counts in worst_first[:_MOST_CAMERAS]:
        table.add_row(Text(name), *_cells((each, getattr(counts, each)) for each in _CAMERA_COUNTS))
    return table


def _by_fault(entry: tuple[str, CameraCounts]) -> tuple[int, str]:
    name, counts = entry
    return -(counts.missing + counts.doubled), name


def _cells(counts: Iterable[tuple[str, int | None]]) -> list[Text]:
    return [
        Text("-" if count is None else f"{count:,}", style="bold red" if name in _BAD and count else "")
        for name, count in counts
    ]
