"""Setups for the checks: as read from flags alone, without a file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from operate.doctor.finding import Finding
from operate.doctor.setup import Setup, read_setup


def setup_of(config: Path | None = None, cameras: tuple[str, ...] = (), timeout_s: float = 60.0, **given: Any) -> Setup:
    return read_setup(None if config is None else str(config), given, cameras, timeout_s)


def states(findings: Iterable[Finding]) -> dict[str, str]:
    return {finding.subject: finding.state for finding in findings}


def words(findings: Iterable[Finding]) -> str:
    return "\n".join(f"{each.state} {each.subject}: {each.text} -> {each.remedy}" for each in findings)
