"""What docs/scaling.md shows is true: options exist, links lead somewhere, and replicas and shards agree."""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from dataflow.shards import Shard
from flir_iqa.cli import flir_iqa

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")


def blocks(language: str) -> str:
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL))


def commands() -> list[list[str]]:
    lines = [line.split("#")[0].strip() for line in blocks("sh").splitlines()]
    return [shlex.split(line) for line in lines if line.startswith("flir-iqa ")]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_each_command_and_option_exists(words: list[str]) -> None:
    command = flir_iqa.get_command(click.Context(flir_iqa), words[1])
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_shards_that_are_shown_are_complete() -> None:
    shards = [Shard.parse(words[words.index("--shard") + 1]) for words in commands() if "--shard" in words]
    assert shards == [Shard(index, 3) for index in range(3)]


def test_every_link_leads_somewhere() -> None:
    named = re.findall(r"`(tests/[^`]+)`", TEXT) + re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert named
    assert all((ROOT / name).exists() or (ROOT / "docs" / name).exists() for name in named)


def test_the_stateful_set_has_as_many_shards_as_replicas() -> None:
    spec = yaml.safe_load(blocks("yaml"))["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    values = {variable["name"]: variable.get("value") for variable in container["env"]}
    assert values["FLIR_IQA_FLOW_SHARD"] == f"$(POD_INDEX)/{spec['replicas']}"


def test_the_services_of_compose_are_three_shards() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    names = [name for name in services if name.startswith("dataflow")]
    shards = [services[name]["environment"]["FLIR_IQA_FLOW_SHARD"] for name in names]
    assert shards == [f"{index}/${{FLIR_IQA_SHARDS:-1}}" for index in range(3)]
