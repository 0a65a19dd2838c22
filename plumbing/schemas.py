"""The machine-readable form of what travels on the topics, generated from the code: `flir-iqa schemas`."""

import ast
import inspect
import json
import textwrap
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

import click
from pydantic import TypeAdapter

from flir_iqa.records import AncestorRecord, EventRecord, QualityRecord, RejectedRecord, left_out_fields
from plumbing.asyncapi import describe_topics
from plumbing.frames import FrameHeaders
from plumbing.metrics.table import with_tables

Schema = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

RECORDS: Final[Mapping[str, type]] = MappingProxyType(
    {
        "ancestor-record": AncestorRecord,
        "quality-record": QualityRecord,
        "rejected-record": RejectedRecord,
        "event-record": EventRecord,
    }
)
"""Name of a schema -> what it describes."""


def record_schema(kind: type) -> Schema:
    """Give the JSON Schema of a record as it is written; fields that later versions add are allowed."""
    schema: Schema = TypeAdapter(kind).json_schema(mode="serialization")
    meanings = field_docstrings(kind)
    for name, field in schema["properties"].items():
        field.pop("title", None)
        field.pop("default", None)  # a record is written with all of its fields but for these
        if name in meanings:
            field["description"] = meanings[name]
    may_lack = left_out_fields(kind)
    schema["required"] = [name for name in schema["properties"] if name not in may_lack]
    return {"$schema": _DIALECT, **schema, "description": _first_paragraph(kind)}


def frame_headers_schema() -> Schema:
    """Give the JSON Schema of a frame's headers: each is UTF-8 text, and each may be missing."""
    meanings = field_docstrings(FrameHeaders)
    types = {field.name: field.type for field in fields(FrameHeaders)}
    properties = {name: _header_schema(kind, meanings.get(name)) for name, kind in types.items()}
    return {
        "$schema": _DIALECT,
        "title": "FrameHeaders",
        "description": _first_paragraph(FrameHeaders),
        "type": "object",
        "properties": properties,
    }


def field_docstrings(kind: type) -> dict[str, str]:
    """Collect what stands below each field of a class and its bases; Python itself does not keep it."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__[:-1]):
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        assert isinstance(definition, ast.ClassDef)  # noqa: S101 - the source of a class
        for field, after in zip(definition.body, definition.body[1:], strict=False):
            match field, after:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                    found[name] = inspect.cleandoc(text)
    return found


def documents() -> dict[str, Schema]:
    """Give the content of each file under `docs/wire`, by its name."""
    schemas = {name: record_schema(kind) for name, kind in RECORDS.items()}
    schemas["frame-headers"] = frame_headers_schema()
    files = {f"{name}.schema.json": schema for name, schema in schemas.items()}
    return {**files, "asyncapi.json": describe_topics()}


def render(document: Schema) -> str:
    """Give a document as the file holds it."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs/wire"),
    show_default=True,
    help="Folder to write to.",
)
def schemas(out: Path) -> None:
    """Write the JSON Schemas and the AsyncAPI document of the topics, and the tables of observability.md."""
    out.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        (out / name).write_text(render(document), encoding="utf-8")
        click.echo(out / name)
    page = out.parent / "observability.md"
    if page.is_file():
        page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")
        click.echo(page)


def _header_schema(kind: Any, meaning: str | None) -> Schema:
    schema: Schema = {"type": "string", "minLength": 1}
    if int in get_args(kind):
        schema = {"type": "string", "pattern": "^[0-9]{1,19}$"}
    elif datetime in get_args(kind):
        schema = {"type": "string", "format": "date-time"}
    return schema | ({"description": meaning} if meaning else {})


def _first_paragraph(kind: type) -> str:
    return inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0].replace("\n", " ")
