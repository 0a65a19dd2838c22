"""How a command ends: by one line, never by a traceback, where the fault is not ours."""

import click
import pytest

from flir_iqa.cli import run
from flir_iqa.errors import FlirIqaError


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (FlirIqaError("expected this, got that"), "Error: expected this, got that"),
        (PermissionError(13, "Permission denied", "/frames"), "Error: Permission denied: '/frames'"),
        (OSError(28, "No space left on device"), "Error: No space left on device"),
        (OSError("cannot"), "Error: cannot"),
    ],
)
def test_an_error_is_one_line(
    error: Exception, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def broken() -> None:
        raise error

    monkeypatch.setattr("sys.argv", ["broken"])
    with pytest.raises(SystemExit) as caught:
        run(broken, "broken")
    assert caught.value.code == 1
    assert capsys.readouterr().err.splitlines() == [line]


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def broken() -> None:
        raise KeyError("ours")  # noqa: EM101 - any

    monkeypatch.setattr("sys.argv", ["broken"])
    with pytest.raises(KeyError):
        run(broken, "broken")
