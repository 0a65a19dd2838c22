"""Settings: which source wins, and what an error says."""

import json
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar, Literal

import click
import pytest
from click.testing import CliRunner
from pydantic import Field

from flir_iqa.errors import SettingsError
from plumbing.document import Document, read_document
from plumbing.secrets import Secret
from plumbing.settings import Section, load, settings_options, table_for_child


class Oven(Section):
    section: ClassVar[str] = "flow"

    degrees: int = Field(default=180, ge=0, le=300)
    """How hot."""
    fan: bool = False
    """Whether air moves."""
    rack: Literal["low", "high"] = "low"
    """Where the tray goes."""
    pin: Secret | None = None
    """Child lock: file:PATH or env:NAME."""


def document(**table: object) -> Document:
    return Document("oven.toml", {"flow": table})


def test_flags_win_over_environment_over_file_over_defaults() -> None:
    file, environ = document(degrees=100, fan=True, rack="high"), {"FLIR_IQA_FLOW_DEGREES": "120"}
    oven = load(Oven, file, {"rack": "low", "fan": None}, environ)
    assert (oven.degrees, oven.fan, oven.rack) == (120, True, "low")
    assert load(Oven, Document(), {}, {}) == Oven()


@pytest.mark.parametrize(
    ("file", "flags", "environ", "origin"),
    [
        (document(degrees=900), {}, {}, "[flow] degrees in oven.toml"),
        (document(), {}, {"FLIR_IQA_FLOW_DEGREES": "900"}, "environment variable FLIR_IQA_FLOW_DEGREES"),
        (document(), {"degrees": "900"}, {}, "option --degrees"),
    ],
)
def test_a_refused_value_is_named_with_its_origin(
    file: Document, flags: dict[str, object], environ: dict[str, str], origin: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(Oven, file, flags, environ)
    assert origin in str(caught.value)
    assert "900" in str(caught.value)


def test_an_unknown_key_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"\[flow\] degres in oven.toml: no such setting; there are degrees, fan"):
        load(Oven, document(degres=1), {}, {})


def test_a_secret_given_as_it_is_is_refused_and_not_shown() -> None:
    with pytest.raises(SettingsError) as caught:
        load(Oven, document(pin="hunter2"), {}, {})
    assert "file:PATH" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(caught.value.__context__ if caught.value.__suppress_context__ is False else None)


def test_settings_from_a_parent_ignore_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLIR_IQA_FLOW_DEGREES", "1")
    line = json.dumps({"flow": {"degrees": 42, "pin": {"literal": "1234"}}})
    oven = load(Oven, read_document("-", StringIO(line + "\n")))
    assert oven.degrees == 42
    assert oven.pin is not None
    assert oven.pin.get_secret_value() == "1234"


def test_a_command_gets_its_sections_from_flags(tmp_path: Path) -> None:
    seen: list[Any] = []

    @click.command()
    @settings_options(Oven)
    @click.option("--loud", is_flag=True)
    def bake(document: Document, flow: Oven, loud: bool) -> None:
        seen.extend([document.origin, flow, loud])

    file = tmp_path / "my.toml"
    file.write_text("[flow]\ndegrees = 10\n")
    outcome = CliRunner().invoke(bake, ["--config", str(file), "--fan", "--rack", "high", "--loud"])
    assert outcome.exit_code == 0, outcome.output
    assert seen == [str(file), Oven(degrees=10, fan=True, rack="high"), True]


def test_help_names_each_option_with_its_default_and_variable() -> None:
    @click.command()
    @settings_options(Oven)
    def bake(**_: Any) -> None: ...

    text = CliRunner().invoke(bake, ["--help"]).output
    for expected in ("--degrees N", "How hot.", "default: 180", "FLIR_IQA_FLOW_DEGREES", "--no-fan", "[low|high]"):
        assert expected in text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[kafak]\nbootstrap='x'\n", "unknown table 'kafak'"),
        ("[kafka\n", "not valid TOML"),
        ("\xff\xfe", "not valid TOML"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match=complaint) as caught:
        read_document(str(file))
    assert "broken.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"cannot read the configuration file 'nowhere.toml': No such file"):
        read_document("nowhere.toml")


def test_without_a_file_there_are_only_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_document(None) == Document()
    (tmp_path / "flir-iqa.toml").write_text("[flow]\ndegrees = 5\n")
    assert read_document(None).table("flow") == {"degrees": 5}


@pytest.mark.parametrize("line", ["", "{", "[1]", '"x"'])
def test_a_broken_line_from_a_parent_is_refused_and_not_shown(line: str) -> None:
    with pytest.raises(SettingsError, match="standard input"):
        read_document("-", StringIO(line))


def test_a_table_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"expected a table \[flow\] in x, got int"):
        Document("x", {"flow": 3}).table("flow")


def test_the_table_of_a_child_takes_the_environment_where_no_parent_has_looked_at_it() -> None:
    environ = {"FLIR_IQA_FLOW_THREADS": "2", "FLIR_IQA_FLOWER": "x", "FLIR_IQA_FLOW_MODEL": ""}
    document = Document("x.toml", {"flow": {"threads": 1, "start": "earliest"}})
    assert table_for_child("flow", document, environ) == {"threads": "2", "start": "earliest"}
    assert table_for_child("flow", Document("-", document.tables, from_parent=True)) == document.tables["flow"]


@pytest.mark.parametrize("content", [b"x = " + b"9" * 5000, b"x = " + b"[" * 100_000, b"\xff", b"x = 1979-13-01"])
def test_a_file_that_is_no_toml_is_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plant.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"plant\.toml' is not valid TOML") as caught:
        read_document(str(path))
    assert "\n" not in str(caught.value)


def test_a_file_is_not_read_without_bound() -> None:
    with pytest.raises(SettingsError, match="at most 16777216 bytes, '/dev/zero' is larger"):
        read_document("/dev/zero")


def test_what_stands_where_a_table_should_is_not_shown_since_it_may_hold_a_password() -> None:
    with pytest.raises(SettingsError) as caught:
        Document("x", {"cameras": "rtsp://u:hunter2@h/"}).table("cameras")
    assert "hunter2" not in str(caught.value)


def test_a_value_of_any_length_makes_a_short_error() -> None:
    with pytest.raises(SettingsError) as caught:
        load(Oven, document(rack="x" * 100_000), {}, {})
    assert len(str(caught.value)) < 1000
