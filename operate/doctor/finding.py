"""What a check found: one line for a person."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from plumbing.redaction import redact

State = Literal["ok", "warning", "failure"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor; secrets that this process knows are masked in it."""

    subject: str
    """What was looked at: a broker, a topic, a camera, a file."""
    state: State
    text: str
    """What is so."""
    remedy: str | None = None
    """What to do, where something is to be done."""

    @classmethod
    def ok(cls, subject: str, text: str) -> Self:
        """All is well."""
        return cls(redact(subject), "ok", redact(text))

    @classmethod
    def warning(cls, subject: str, text: str, remedy: str | None = None) -> Self:
        """It works, and may not for long, or not as well as it could."""
        return cls(redact(subject), "warning", redact(text), remedy and redact(remedy))

    @classmethod
    def failure(cls, subject: str, text: str, remedy: str | None = None) -> Self:
        """It does not work."""
        return cls(redact(subject), "failure", redact(text), remedy and redact(remedy))

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)
