"""Section `[log]`: how a process logs."""

from typing import Any, ClassVar, Literal

from pydantic import field_validator

from plumbing.settings import Section


class LogSettings(Section):
    """Section `[log]`."""

    section: ClassVar[str] = "log"
    flag_prefix: ClassVar[str] = "log-"

    format: Literal["auto", "human", "json"] = "auto"
    """Words for people, or one JSON object a line; auto: words in a terminal, else JSON."""
    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least grave events that are logged."""

    @field_validator("format", "level", mode="before")
    @classmethod
    def _in_small_letters(cls, value: Any) -> Any:
        """Let LOG_LEVEL=INFO count as well as info."""
        return value.lower() if isinstance(value, str) else value
