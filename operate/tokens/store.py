"""The file of tokens on disk: for its owner alone, replaced as a whole, comments kept."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from control.token_file import TokenEntry, parse_tokens
from flir_iqa.errors import SecretError, SettingsError

_LARGEST_BYTES: Final = 2**20
_HEAD: Final = "# Bearer tokens of flir-iqa serve: role:name:hash. The tokens themselves stand nowhere.\n"


class TokenStore:
    """Reads and changes one file of tokens.

    Args:
        path: The file; it need not be there yet for `add`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self) -> tuple[TokenEntry, ...]:
        """Return the tokens that may be used.

        Raises:
            SettingsError: The file cannot be read, or a line of it is none.
        """
        return self._parsed(self._read())

    def add(self, entry: TokenEntry) -> None:
        """Add one token; make the file where there is none.

        Raises:
            SettingsError: The name is taken, or the file cannot be read or written.
        """
        with self._alone():
            text = self._read() if self._path.exists() else _HEAD
            taken = {each.name for each in self._parsed(text)} if _has_entries(text) else set()
            if entry.name in taken:
                message = f"{str(self._path)!r} has a token {entry.name!r} already: revoke it first, or name another"
                raise SettingsError(message)
            end = "" if text.endswith("\n") or not text else "\n"
            self._replace(f"{text}{end}{entry.to_line()}\n")

    def revoke(self, name: str) -> None:
        """Take one token out.

        Raises:
            SettingsError: There is no such token, or the file cannot be read or written.
        """
        with self._alone():
            text = self._read()
            gone = next((each.to_line() for each in self._parsed(text) if each.name == name), None)
            if gone is None:
                names = ", ".join(each.name for each in self._parsed(text))
                message = f"there is no token {name[:80]!r} in {str(self._path)!r}; there are {names}"
                raise SettingsError(message)
            kept = [line for line in text.splitlines() if line.strip() != gone]
            self._replace("".join(f"{line}\n" for line in kept))

    def _parsed(self, text: str) -> tuple[TokenEntry, ...]:
        try:
            return parse_tokens(text)
        except SettingsError as error:
            message = f"{str(self._path)!r}: {error}"
            raise SettingsError(message) from error

    def _read(self) -> str:
        try:
            with self._path.open("rb") as file:
                data = file.read(_LARGEST_BYTES + 1)
            if len(data) > _LARGEST_BYTES:
                message = f"expected a file of tokens of at most {_LARGEST_BYTES} bytes, {str(self._path)!r} is larger"
                raise SettingsError(message)
            return data.decode()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8 text"
            message = f"cannot read the file of tokens {str(self._path)!r}: {reason}"
            raise SecretError(message) from error

    def _replace(self, text: str) -> None:
        """Put a new file in place of the old one, so that a reader sees one or the other, whole."""
        folder = self._path.parent
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=f".{self._path.name}.")  # made with mode 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep two commands from overwriting what the other wrote; the folder is locked, since the file is replaced."""
        try:
            descriptor = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            message = f"cannot use the folder of {str(self._path)!r}: {error.strerror}"
            raise SettingsError(message) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _has_entries(text: str) -> bool:
    return any(line.strip() and not line.strip().startswith("#") for line in text.splitlines())
