"""The golden file: JSON with one line for each frame, so that a version control system shows which ones moved."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from dataflow.golden.golden import Golden, GoldenError

FORMAT: Final = "flir-iqa golden 1"
_LARGEST_BYTES: Final = 2**30
_LISTS: Final = ("frames", "rejected")


def golden_path(recording: Path) -> Path:
    """Return where the golden file of a recording lies: `night.golden.json` for `night.mcap`."""
    return recording.with_suffix(".golden.json")


def write_golden(path: Path, golden: Golden) -> None:
    """Write a golden file; it has its name only once it is whole.

    Raises:
        GoldenError: It cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(_to_text(golden))
        part.replace(path)
    except OSError as error:
        message = f"cannot write the golden file {str(path)!r}: {error.strerror}"
        raise GoldenError(message) from error


def read_golden(path: Path) -> Golden:
    """Read a golden file.

    Raises:
        GoldenError: There is none, it cannot be read, or it is no golden file of a format that is known.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            message = (
                f"expected a golden file of at most {_LARGEST_BYTES} bytes, got {path.stat().st_size}: {str(path)!r}"
            )
            raise GoldenError(message)
        data = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        message = f"there is no golden file {str(path)!r}: make it by `flir-iqa golden make`"
        raise GoldenError(message) from error
    except OSError as error:
        message = f"cannot read the golden file {str(path)!r}: {error.strerror}"
        raise GoldenError(message) from error
    except (ValueError, RecursionError) as error:
        message = f"expected a golden file, got {str(path)!r}, which is no JSON: {error}"
        raise GoldenError(message) from error
    return _build(path, data)


def _build(path: Path, data: Any) -> Golden:
    found = data.pop("format", None) if isinstance(data, dict) else None
    if found != FORMAT:
        message = (
            f"expected the format {FORMAT!r} in {str(path)!r}, got {found!r}: make it anew by `flir-iqa golden make`"
        )
        raise GoldenError(message)
    try:
        return TypeAdapter(Golden).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = f"{str(path)!r} is damaged at {where}: {first['msg']}, got {str(first['input'])[:100]!r}"
        raise GoldenError(message) from error


def _to_text(golden: Golden) -> str:
    data = {"format": FORMAT, **asdict(golden)}
    entries = {name: data.pop(name) for name in _LISTS}
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in data.items()]
    for name, rows in entries.items():
        body = ",\n".join("    " + json.dumps(row, allow_nan=False) for row in rows)
        lines.append(f'  "{name}": [\n{body}\n  ]' if body else f'  "{name}": []')
    return "{\n" + ",\n".join(lines) + "\n}\n"
