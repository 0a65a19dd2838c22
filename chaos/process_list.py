"""Which processes are whose, by what the kernel says (Linux)."""

from pathlib import Path


def children_of(pid: int) -> dict[int, str]:
    """Return the command lines of the processes that a process has started and that still run, by their id."""
    found: dict[int, str] = {}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            if is_alive(child):
                found[child] = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and whose exit code nobody has taken does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
