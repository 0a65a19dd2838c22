"""All checks, in the order in which what fails first explains what fails later."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from operate.doctor.checks.cameras import check_cameras
from operate.doctor.checks.clock import check_clock
from operate.doctor.checks.config import check_config
from operate.doctor.checks.disk import check_disk
from operate.doctor.checks.model import check_model
from operate.doctor.checks.ports import check_ports
from operate.doctor.checks.reach import check_reach
from operate.doctor.checks.secret_files import check_secret_files
from operate.doctor.checks.tls import check_tls
from operate.doctor.checks.topics import check_topics
from operate.doctor.checks.versions import check_versions
from operate.doctor.finding import Finding
from operate.doctor.setup import Setup


@dataclass(frozen=True, slots=True)
class Check:
    """One check."""

    name: str
    """As `--only` has it."""
    doing: str
    """What is being done, for who waits."""
    run: Callable[[Setup], Iterator[Finding]]


CHECKS: Final = (
    Check("config", "reading the configuration", check_config),
    Check("versions", "looking at versions", check_versions),
    Check("secrets", "looking at files with secrets", check_secret_files),
    Check("disk", "looking at disks", check_disk),
    Check("ports", "trying ports", check_ports),
    Check("kafka", "connecting to Kafka", check_reach),
    Check("tls", "looking at certificates", check_tls),
    Check("topics", "looking at topics", check_topics),
    Check("clock", "comparing clocks", check_clock),
    Check("model", "scoring a frame", check_model),
    Check("cameras", "trying cameras", check_cameras),
)
NAMES: Final = tuple(check.name for check in CHECKS)
WRITING: Final = frozenset({"clock"})
"""Those that write: a topic of their own, for a moment."""


def chosen(only: str | None, read_only: bool) -> list[Check]:
    """Return the checks that are asked for.

    Raises:
        ValueError: `only` names none of them.
    """
    wanted = set(NAMES) if only is None else {name.strip() for name in only.split(",") if name.strip()}
    unknown = sorted(wanted - set(NAMES))
    if unknown or not wanted:
        message = f"expected some of {', '.join(NAMES)}, got {only!r:.100}"
        raise ValueError(message)
    return [check for check in CHECKS if check.name in wanted and not (read_only and check.name in WRITING)]
