"""Files of a recording that are kept in memory, for tests of whoever records."""

from pathlib import Path
from typing import Final

from recording.gaps import Gap
from recording.message import RecordedMessage

_MESSAGE_BYTES: Final = 100


class KeptFile:
    """A file that only remembers; it counts 100 bytes for each message."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.messages: list[RecordedMessage] = []
        self.gaps: list[Gap] = []
        self.notes: dict[str, dict[str, str]] = {}
        self.n_closed = 0

    @property
    def n_bytes(self) -> int:
        """Return its size."""
        return _MESSAGE_BYTES * len(self.messages)

    def write(self, message: RecordedMessage) -> None:
        """Keep a message."""
        self.messages.append(message)

    def note_gap(self, gap: Gap) -> None:
        """Keep a gap."""
        self.gaps.append(gap)

    def note(self, name: str, fields: dict[str, str]) -> None:
        """Keep a note."""
        self.notes[name] = fields

    def flush(self) -> None:
        """Do nothing: there is no disk."""

    def close(self) -> None:
        """Count the call."""
        self.n_closed += 1


class KeptFiles:
    """Opens files, and keeps them."""

    def __init__(self) -> None:
        self.files: list[KeptFile] = []

    def __call__(self, path: Path) -> KeptFile:
        """Open a file."""
        self.files.append(KeptFile(path))
        return self.files[-1]

    @property
    def messages(self) -> list[RecordedMessage]:
        """All messages, file by file."""
        return [message for file in self.files for message in file.messages]

    @property
    def gaps(self) -> list[Gap]:
        """All gaps, file by file."""
        return [gap for file in self.files for gap in file.gaps]

    def offsets(self) -> list[list[int]]:
        """Return the messages' offsets, a list for each file."""
        return [[message.offset for message in file.messages] for file in self.files]
