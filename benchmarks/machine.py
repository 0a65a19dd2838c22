"""Which machine figures come from, in one line."""

import os
import platform
from pathlib import Path
from typing import Final

from flir_iqa.cpu import available_threads

_CPU_INFO: Final = Path("/proc/cpuinfo")


def describe_machine(cpu_info: Path = _CPU_INFO) -> str:
    """Return the CPUs, the system, and how busy it is now.

    Args:
        cpu_info: Where Linux names the CPU; another file in tests.
    """
    n_cpus = available_threads()
    cpus = "1 CPU" if n_cpus == 1 else f"{n_cpus} CPUs"
    load = os.getloadavg()[0]
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{cpus} ({_cpu_name(cpu_info)}), {system}, load {load:.1f}"


def _cpu_name(cpu_info: Path) -> str:
    """Return what the CPU calls itself; not all do, and only Linux has the file."""
    lines = cpu_info.read_text().splitlines() if cpu_info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
