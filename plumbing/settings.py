"""Settings: flags over environment over one TOML file over defaults, one frozen model per section.

A section is a subclass of `Section`; it names its TOML table, and its fields are at once keys of that table,
environment variables (`FLIR_IQA_<SECTION>_<FIELD>`) and flags (`--<field>`). A command asks for the sections it needs:

    @click.command()
    @settings_options(KafkaSettings, FlowSettings)
    def flow(document: Document, kafka: KafkaSettings, flow: FlowSettings) -> None: ...

The environment is read here, once, and nowhere else.
"""

import functools
import os
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, Literal, TypeVar, get_args, get_origin

import click
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from flir_iqa.errors import SettingsError
from plumbing.document import Document, read_document

ENV_PREFIX: Final = "FLIR_IQA_"
CONFIG_VARIABLE: Final = f"{ENV_PREFIX}CONFIG"


class Section(BaseModel):
    """Base of all settings: frozen, unknown keys refused, each field explained by the docstring under it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    section: ClassVar[str]
    """Name of the TOML table, and part of the environment variables' names."""
    flag_prefix: ClassVar[str] = ""
    """What the flags begin with, where the fields' names alone would say too little."""
    only_in_file: ClassVar[frozenset[str]] = frozenset()
    """Fields that are no flags."""


SectionT = TypeVar("SectionT", bound=Section)


def load(
    kind: type[SectionT],
    document: Document,
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
) -> SectionT:
    """Build one section.

    Args:
        kind: The section's class.
        document: The configuration file, or an empty document.
        flags: Values from the command line; `None` means not given.
        environ: The environment, by default `os.environ`, and none where the document came from a parent process.

    Raises:
        SettingsError: A value cannot be used; the text names where it came from.
    """
    if environ is None:
        environ = {} if document.from_parent else os.environ  # a parent has looked at it already
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for name, content in document.table(kind.section).items():
        values[name], origins[name] = content, f"[{kind.section}] {name} in {document.origin}"
    for name in kind.model_fields:
        variable = variable_of(kind, name)
        if environ.get(variable):
            values[name], origins[name] = environ[variable], f"environment variable {variable}"
        if flags and flags.get(name) is not None:
            values[name], origins[name] = flags[name], f"option {flag_of(name, kind)}"
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(kind, error, origins)) from None  # pydantic's text may quote a secret


def table_for_child(section: str, document: Document, environ: Mapping[str, str] | None = None) -> dict[str, object]:
    """Return the table of a room that this process does not import, the environment laid over the file.

    The child that gets it checks it; it looks at no environment itself.
    """
    if environ is None:
        environ = {} if document.from_parent else os.environ
    prefix = f"{ENV_PREFIX}{section}_".upper()
    given = {name: content for name, content in environ.items() if name.startswith(prefix) and content}
    return {**document.table(section), **{name.removeprefix(prefix).lower(): given[name] for name in given}}


def variable_of(kind: type[Section], name: str) -> str:
    """Return the environment variable of a field, such as `FLIR_IQA_KAFKA_BOOTSTRAP`."""
    return f"{ENV_PREFIX}{kind.section}_{name}".upper()


def flag_of(name: str, kind: type[Section] = Section) -> str:
    """Return the flag of a field, such as `--smoothing-window`."""
    return f"--{kind.flag_prefix}{name.replace('_', '-')}"


def settings_options(*kinds: type[Section]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a click command the options of these sections, and pass it the built sections under their names."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def with_settings(*, config: str | None, given: Mapping[str, dict[str, object]], **options: Any) -> Any:
            document = read_document(config)
            sections = {kind.section: load(kind, document, given[kind.section]) for kind in kinds}
            return command(document=document, **sections, **options)

        return unread_options(*kinds)(with_settings)

    return decorate


def unread_options(*kinds: type[Section]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a click command the same options, and pass it `config` and `given` as they came, the latter by section.

    Nothing is read or checked yet: for who wants to look at each section by itself.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def with_flags(*, config: str | None, **options: Any) -> Any:
            given = {kind.section: _taken(kind, options) for kind in kinds}
            return command(config=config, given=given, **options)

        decorated: Callable[..., Any] = with_flags
        for kind in reversed(kinds):
            for name, field in reversed(kind.model_fields.items()):
                if name not in kind.only_in_file:
                    decorated = _option(kind, name, field)(decorated)
        config_help = "TOML file with settings and cameras  [default: flir-iqa.toml, if there is one]"
        return click.option("--config", envvar=CONFIG_VARIABLE, metavar="FILE", help=config_help)(decorated)

    return decorate


def _taken(kind: type[Section], options: dict[str, Any]) -> dict[str, object]:
    """Take the options of one section out of all that came."""
    return {name: options.pop(_parameter(kind, name)) for name in kind.model_fields if name not in kind.only_in_file}


def _parameter(kind: type[Section], name: str) -> str:
    return f"{kind.section}__{name}"


def _option(kind: type[Section], name: str, field: FieldInfo) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    flag, parameter = flag_of(name, kind), _parameter(kind, name)
    default = "" if field.is_required() or field.default is None else f"default: {_shown(field)}; "
    text = f"{field.description or ''}  [{default}{variable_of(kind, name)}]"
    if field.annotation is bool:
        return click.option(f"{flag}/--no-{flag[2:]}", parameter, default=None, help=text)
    if get_origin(field.annotation) is Literal:
        return click.option(flag, parameter, type=click.Choice(get_args(field.annotation)), help=text)
    return click.option(flag, parameter, metavar=_metavar(field), help=text)


def _shown(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    return str(default).lower() if isinstance(default, bool) else str(default)


def _metavar(field: FieldInfo) -> str:
    numbers = {int: "N", float: "X"}
    return numbers.get(field.annotation, "TEXT") if isinstance(field.annotation, type) else "TEXT"


def _explain(kind: type[Section], error: ValidationError, origins: Mapping[str, str]) -> str:
    lines = []
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else kind.section
        if problem["type"] == "extra_forbidden":
            lines.append(f"{origins[name]}: no such setting; there are {', '.join(kind.model_fields)}")
        elif problem["type"] == "missing":
            where = f"{flag_of(name, kind)}, {variable_of(kind, name)} or {name} under [{kind.section}]"
            lines.append(f"{name} is not set: give {where}")
        else:
            reason = problem["msg"].removeprefix("Value error, ")  # pydantic's word for our own refusals
            quoted = "" if ", got " in reason else _quoted(kind, name, problem["input"])
            lines.append(f"{origins.get(name, name)}: {reason}{quoted}")
    return "; ".join(lines)


def _quoted(kind: type[Section], name: str, value: object) -> str:
    secret = name in kind.model_fields and "Secret" in str(kind.model_fields[name].annotation)
    return "" if secret or isinstance(value, dict) else f", got {value!r:.200}"
