"""What the README and docs/wire.md show is true: programs run, settings load, options exist, records parse."""

import re
import shlex
import shutil
from pathlib import Path

import click
import cv2
import pytest

from flir_iqa.cli import flir_iqa
from flir_iqa.records import QualityRecord, read_result
from plumbing.cameras import cameras_from
from plumbing.document import read_document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.settings import load
from sandbox.certificates import Authority

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands() -> list[str]:
    lines = [line.split("#")[0].strip() for block in blocks(README, "sh") for line in block.splitlines()]
    parts = [part.strip() for line in lines for part in re.split(r"&&|\|", line)]
    return sorted({part for part in parts if part.startswith("flir-iqa ")})


def test_there_is_something_to_check() -> None:
    assert len(commands()) >= 6
    assert blocks(README, "python")
    assert blocks(README, "toml")


@pytest.mark.parametrize("line", commands())
def test_each_command_and_option_exists(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    command = flir_iqa.get_command(click.Context(flir_iqa), name)
    assert command is not None, f"no command {name!r}"
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {argument for argument in arguments if argument.startswith("--")} <= known


def test_each_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    code = " ; ".join([*blocks(README, "sh"), *re.findall(r"`([^`\n]+)`", README)])
    targets = set(re.findall(r"(?<!golden )\bmake ([a-z][a-z-]*)", code))
    assert targets
    assert targets <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_the_library_example_runs() -> None:
    (program,) = blocks(README, "python")
    image = cv2.imread(str(ROOT / "samples" / "park.jpg"))
    names: dict[str, object] = {"image": image}
    exec(program, names)  # noqa: S102 - our own README
    assert isinstance(names["quality"], float)
    assert names["smoothed"] == pytest.approx(names["quality"])


def test_the_settings_example_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = blocks(README, "toml")
    (tmp_path / "flir-iqa.toml").write_text(text, encoding="utf-8")
    folder = tmp_path / "kafka_certificates"
    folder.mkdir()
    authority = Authority(tmp_path)
    files = (*authority.client("client"), authority.path)
    for name, path in zip(("signed.key", "signed.pem", "trusted_authority.cert"), files, strict=True):
        shutil.copy(path, folder / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GATE_PASSWORD", "s3cret")
    document = read_document(None)
    assert load(KafkaSettings, document, environ={}).security_protocol == "SSL"
    assert load(TopicSettings, document, environ={}).partitions == 12
    assert list(cameras_from(document)) == ["gate"]


@pytest.mark.parametrize("text", [README, (ROOT / "docs" / "wire.md").read_text(encoding="utf-8")])
def test_the_record_shown_is_one(text: str) -> None:
    (example,) = blocks(text, "json")
    assert isinstance(read_result(example.encode()), QualityRecord)


def test_every_picture_and_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
