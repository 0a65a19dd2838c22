"""docs/operate.md is true: its commands and options exist, and it names all checks."""

import re
import shlex
from pathlib import Path

import click
import pytest

from flir_iqa.cli import flir_iqa
from operate.doctor.catalogue import NAMES, chosen

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "operate.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    return [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]


@pytest.mark.parametrize("line", commands())
def test_each_command_can_be_typed_as_it_stands(line: str) -> None:
    name, *arguments = shlex.split(line)
    assert name == "flir-iqa"
    command: click.Command | None = flir_iqa
    while isinstance(command, click.Group):
        command = command.get_command(click.Context(command), arguments.pop(0))
    assert command is not None
    command.make_context(line, arguments)  # reads the options, and runs nothing


def test_the_table_has_all_checks_in_their_order() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == NAMES


def test_checks_can_be_chosen_and_the_one_that_writes_left_out() -> None:
    assert [check.name for check in chosen("tls, kafka", read_only=True)] == ["kafka", "tls"]
    assert {check.name for check in chosen(None, read_only=True)} == set(NAMES) - {"clock"}
    with pytest.raises(ValueError, match="expected some of config"):
        chosen(",", read_only=False)
