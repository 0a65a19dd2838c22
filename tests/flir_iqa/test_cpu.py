"""How many threads: affinity and control groups of both versions, laid out in a folder as the kernel does."""

import os
from pathlib import Path

import pytest

from flir_iqa.cpu import available_threads

N_ALLOWED = len(os.sched_getaffinity(0))


def lay_out(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")
    return root


def test_without_control_groups_the_affinity_counts(tmp_path: Path) -> None:
    assert available_threads(tmp_path) == N_ALLOWED


@pytest.mark.parametrize(
    ("limit", "threads"), [("max 100000", N_ALLOWED), ("100000 100000", 1), ("150000 100000", 1), ("20000 100000", 1)]
)
def test_a_container_sees_its_quota_at_the_mount(tmp_path: Path, limit: str, threads: int) -> None:
    root = lay_out(tmp_path, {"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": limit})
    assert available_threads(root) == threads


def test_the_least_of_all_groups_above_counts(tmp_path: Path) -> None:
    files = {
        "proc/self/cgroup": "0::/system.slice/flow.service",
        "sys/fs/cgroup/system.slice/flow.service/cpu.max": "max 100000",
        "sys/fs/cgroup/system.slice/cpu.max": "100000 100000",
    }
    assert available_threads(lay_out(tmp_path, files)) == 1


@pytest.mark.parametrize("mount", ["cpu,cpuacct", "cpu"])
def test_version_one_is_read_too(tmp_path: Path, mount: str) -> None:
    files = {
        "proc/self/cgroup": "7:memory:/docker/a1\n4:cpu,cpuacct:/docker/a1",
        f"sys/fs/cgroup/{mount}/cpu.cfs_quota_us": "100000",
        f"sys/fs/cgroup/{mount}/cpu.cfs_period_us": "100000",
    }
    assert available_threads(lay_out(tmp_path, files)) == 1


def test_version_one_without_a_limit_says_minus_one(tmp_path: Path) -> None:
    files = {
        "proc/self/cgroup": "4:cpu,cpuacct:/",
        "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1",
        "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000",
    }
    assert available_threads(lay_out(tmp_path, files)) == N_ALLOWED


def test_the_affinity_mask_bounds_a_generous_quota(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"proc/self/cgroup": "0::/", "sys/fs/cgroup/cpu.max": "6400000 100000"})
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert available_threads(root) == 1
    finally:
        os.sched_setaffinity(0, allowed)
    assert available_threads(root) == N_ALLOWED
