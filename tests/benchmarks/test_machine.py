"""The line about the machine."""

from pathlib import Path

from benchmarks.machine import describe_machine


def test_the_cpu_is_called_what_linux_calls_it(tmp_path: Path) -> None:
    cpu_info = tmp_path / "cpuinfo"
    cpu_info.write_text("processor\t: 0\nmodel name\t: Quick 9000\n\nprocessor\t: 1\nmodel name\t: Quick 9000\n")
    assert "(Quick 9000), " in describe_machine(cpu_info)


def test_a_system_that_does_not_name_its_cpu_is_described_too(tmp_path: Path) -> None:
    assert "Python" in describe_machine(tmp_path / "none")
