"""What a replay is asked for, beside the settings of Kafka and its topics."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from flir_iqa.errors import SettingsError
from recording.playing.rewriting import Times

_REPLAY_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOptions:
    """One replay.

    Raises:
        SettingsError: Two options do not go together, or the replay's id may not be one.
    """

    path: Path
    """The recording."""
    rate: float = 1.0
    """Seconds of the recording per second; infinite for as fast as it goes."""
    loop: bool = False
    start: str | None = None
    end: str | None = None
    duration: str | None = None
    starts_paused: bool = False
    cameras: tuple[str, ...] = ()
    """None for all."""
    renames: tuple[str, ...] = ()
    """Each as OLD=NEW."""
    recorded_topics: tuple[str, ...] = ()
    """None for all topics of frames."""
    topic: str | None = None
    into_live_topic: bool = False
    times: Times = Times.SHIFTED
    max_lag: int | None = None
    """How many frames the consumer may be behind; `None` follows none."""
    follow_group: str | None = None
    """The consumer group to follow; `None` follows the results."""
    replay_id: str | None = None
    outage_limit_s: float = 600.0

    def __post_init__(self) -> None:
        if self.max_lag is not None and self.max_lag < 1:
            message = f"expected --max-lag of at least 1 frame, got {self.max_lag!r}"
            raise SettingsError(message)
        if self.outage_limit_s <= 0:
            message = f"expected --outage-limit-s above 0, got {self.outage_limit_s:g}"
            raise SettingsError(message)
        if self.follow_group is not None and self.max_lag is None:
            message = f"--follow-group {self.follow_group!r} needs --max-lag: how many frames it may be behind"
            raise SettingsError(message)
        if self.replay_id is not None and not _REPLAY_ID.fullmatch(self.replay_id):
            rule = "1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit"
            message = f"expected --replay-id of {rule}, got {self.replay_id[:100]!r}"
            raise SettingsError(message)

    def chosen_replay_id(self) -> str:
        """Return the replay's id; without one, a new one after the file's name."""
        if self.replay_id is not None:
            return self.replay_id
        stem = re.sub(r"[^A-Za-z0-9._-]", "-", self.path.stem)[:50].lstrip("._-") or "replay"
        return f"{stem}-{uuid4().hex[:6]}"
