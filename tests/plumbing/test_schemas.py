"""The documents under docs/wire: generated, up to date, and true of real records."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from dataflow.origin import Origin
from flir_iqa.cli import flir_iqa
from flir_iqa.records import AncestorRecord
from plumbing.asyncapi import RECORD_HEADERS
from plumbing.frames import FrameHeaders
from plumbing.kafka.settings import TopicSettings
from plumbing.schemas import RECORDS, documents, field_docstrings, render
from tests.flir_iqa.test_records import ANCESTOR, EVENT, QUALITY, REJECTED

WIRE = Path(__file__).resolve().parents[2] / "docs" / "wire"

WRITTEN = {
    "quality-record": json.loads(QUALITY.to_json()),
    "rejected-record": json.loads(REJECTED.to_json()),
    "event-record": json.loads(EVENT.to_json()),
    "ancestor-record": ANCESTOR,
}


def schema(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((WIRE / f"{name}.schema.json").read_text(encoding="utf-8"))
    return document


def test_the_files_are_what_the_code_says() -> None:
    generated = {name: render(document) for name, document in documents().items()}
    assert generated == {path.name: path.read_text(encoding="utf-8") for path in WIRE.iterdir()}


def test_the_command_writes_them(tmp_path: Path) -> None:
    result = CliRunner().invoke(flir_iqa, ["schemas", "--out", str(tmp_path / "wire")])
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "wire").iterdir()} == {path.name for path in WIRE.iterdir()}


@pytest.mark.parametrize("name", RECORDS)
def test_each_schema_is_one_and_describes_each_field(name: str) -> None:
    document = schema(name)
    jsonschema.Draft202012Validator.check_schema(document)
    assert [field for field, content in document["properties"].items() if not content.get("description")] == []


@pytest.mark.parametrize("name", RECORDS)
def test_what_is_written_keeps_its_schema(name: str) -> None:
    jsonschema.validate(WRITTEN[name], schema(name))


@pytest.mark.parametrize("name", RECORDS)
def test_later_fields_are_allowed_and_missing_ones_are_not(name: str) -> None:
    jsonschema.validate({**WRITTEN[name], "weather": "fog"}, schema(name))
    for field in WRITTEN[name]:
        rest = {key: content for key, content in WRITTEN[name].items() if key != field}
        with pytest.raises(jsonschema.ValidationError, match=field):
            jsonschema.validate(rest, schema(name))


def test_a_result_is_also_a_record_of_the_ancestor() -> None:
    jsonschema.validate(WRITTEN["quality-record"], schema("ancestor-record"))


def test_headers_of_our_frames_keep_their_schema() -> None:
    headers = FrameHeaders(seq=3, stream_id="k3v9", width=640, height=512, content_type="image/jpeg").encode()
    texts = {name: content.decode() for name, content in headers}
    jsonschema.validate(texts, schema("frame-headers"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**texts, "seq": "-1"}, schema("frame-headers"))


def test_asyncapi_names_the_topics_and_refers_to_files_that_are_there() -> None:
    document = json.loads((WIRE / "asyncapi.json").read_text(encoding="utf-8"))
    topics = TopicSettings()
    addresses = {channel["address"] for channel in document["channels"].values()}
    assert addresses == {topics.frames, topics.results, topics.rejected, topics.events}
    for reference in references(document):
        if reference.startswith("#/"):
            assert reference.removeprefix("#/channels/") in document["channels"]
        else:
            assert (WIRE / reference).is_file()


def test_asyncapi_names_the_headers_that_the_dataflow_writes() -> None:
    written = {name for name, _ in Origin("thermal-frames", "Zm9nLWxlbnM").headers()}
    assert written == set(RECORD_HEADERS["properties"])


def test_docstrings_of_bases_are_found_too() -> None:
    assert set(field_docstrings(RECORDS["quality-record"])) > set(field_docstrings(AncestorRecord))


def references(part: object) -> list[str]:
    if isinstance(part, dict):
        here = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return here + [found for content in part.values() for found in references(content)]
    return [found for content in part for found in references(content)] if isinstance(part, list) else []
