"""How much CPU this process may use: the affinity mask and the container's quota, whichever is less."""

import os
from collections.abc import Iterator
from pathlib import Path


def available_threads(root: Path = Path("/")) -> int:
    """Threads that can run at once without being throttled; at least 1.

    A quota of 1.5 CPUs gives 1: a second thread would spend half its time throttled, and the frame waits for it.

    Args:
        root: Where `proc` and `sys` lie; another folder in tests.
    """
    affinity = len(os.sched_getaffinity(0))
    return max(1, int(min([float(affinity), *_quotas(root)])))


def _quotas(root: Path) -> Iterator[float]:
    """CPUs that each control group around this process allows; groups without a limit are left out."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, group = line.split(":", 2)
        if controllers == "":
            yield from _quotas_v2(root / "sys/fs/cgroup", group)
        elif "cpu" in controllers.split(","):
            yield from _quotas_v1(root / "sys/fs/cgroup" / controllers, group)
            yield from _quotas_v1(root / "sys/fs/cgroup/cpu", group)


def _quotas_v2(mount: Path, group: str) -> Iterator[float]:
    for folder in _ancestry(mount, group):
        limit = _read(folder / "cpu.max").split()
        if len(limit) == 2 and limit[0] != "max":
            yield int(limit[0]) / int(limit[1])


def _quotas_v1(mount: Path, group: str) -> Iterator[float]:
    for folder in _ancestry(mount, group):
        quota, period = _read(folder / "cpu.cfs_quota_us"), _read(folder / "cpu.cfs_period_us")
        if quota and period and int(quota) > 0:
            yield int(quota) / int(period)


def _ancestry(mount: Path, group: str) -> list[Path]:
    """The group's folder and those above it, up to the mount; inside a container the mount itself is the group."""
    folder = mount / group.lstrip("/")
    return [folder, *(parent for parent in folder.parents if parent.is_relative_to(mount))]


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
