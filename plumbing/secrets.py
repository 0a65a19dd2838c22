"""Secrets: given as references (`file:...`, `env:...`), masked wherever they are shown."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, SecretStr

from flir_iqa.errors import SecretError
from plumbing.redaction import never_show

_LARGEST_BYTES: Final = 64 * 1024


def resolve(reference: object) -> SecretStr:
    """Turn a reference into the secret it stands for; from then on this process masks it in all that it says.

    Args:
        reference: `file:PATH` (its text, line end cut off), `env:NAME`, a `SecretStr`, or `{"literal": ...}`, which is
            how a parent process hands a secret to its child over a pipe.

    Raises:
        SecretError: It is none of these, or leads nowhere. The text never holds what might be a secret.
    """
    if isinstance(reference, SecretStr):
        return reference
    if isinstance(reference, Mapping) and isinstance(reference.get("literal"), str):
        return _known(reference["literal"])
    kind, _, target = reference.partition(":") if isinstance(reference, str) else ("", "", "")
    if kind == "file":
        return _known(_read(Path(target)))
    if kind == "env":
        return _known(_from_environment(target))
    message = "a secret is given as file:PATH or env:NAME, never as it is; this one is neither"
    raise SecretError(message)


Secret = Annotated[SecretStr, BeforeValidator(resolve)]
"""A settings field that holds a secret."""


def revealed(value: Any) -> Any:
    """Copy nested data for a pipe to a child, each `SecretStr` as `{"literal": ...}`. Never log the outcome."""
    if isinstance(value, SecretStr):
        return {"literal": value.get_secret_value()}
    if isinstance(value, Mapping):
        return {key: revealed(content) for key, content in value.items()}
    if isinstance(value, list | tuple):
        return [revealed(content) for content in value]
    return str(value) if isinstance(value, Path) else value


def literals(value: Any) -> set[str]:
    """Collect the secrets in nested data, to mask them in texts of others. Never log the outcome."""
    if isinstance(value, SecretStr):
        return {value.get_secret_value()}
    if isinstance(value, Mapping):
        return set().union(*map(literals, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(literals, value))
    return set()


def _known(secret: str) -> SecretStr:
    never_show(secret)
    return SecretStr(secret)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
        if len(content) > _LARGEST_BYTES:
            message = f"expected a secret of at most {_LARGEST_BYTES} bytes in {str(path)!r}, got more"
            raise SecretError(message)
        return content.decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read the secret file {str(path)!r}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}"
        raise SecretError(message) from error


def _from_environment(name: str) -> str:
    if name not in os.environ:
        message = f"the secret's environment variable {name!r} is not set"
        raise SecretError(message)
    return os.environ[name]
