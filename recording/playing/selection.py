"""What of a recording is replayed: which topics and cameras, and from when to when."""

from collections.abc import Collection, Sequence
from typing import Final

from flir_iqa.errors import RecordError, SettingsError
from plumbing.frames import check_camera_id
from plumbing.kafka.settings import TopicSettings
from recording.moments import parse_duration_ns, parse_moment_ns, show_moment

_MOST_NAMES: Final = 20


def choose_topics(recorded: Sequence[str], asked: Sequence[str], topics: TopicSettings) -> tuple[str, ...]:
    """Return the recorded topics that are replayed: those of frames, or those that were asked for.

    Raises:
        SettingsError: There is none, or not the one that was asked for.
    """
    unknown = [name for name in asked if name not in recorded]
    if unknown:
        message = f"the recording has no topic {unknown[0]!r}; there are {_listed(recorded)}"
        raise SettingsError(message)
    default = TopicSettings()
    others = {name for t in (topics, default) for name in (t.results, t.rejected, t.events)}
    chosen = tuple(asked) or tuple(name for name in recorded if name not in others)
    if not chosen:
        message = f"the recording has no topic of frames; there are {_listed(recorded)}"
        raise SettingsError(message)
    return chosen


def choose_cameras(recorded: Collection[str], asked: Sequence[str]) -> frozenset[str] | None:
    """Return the cameras that are replayed; `None` for all, messages without a camera included.

    Raises:
        SettingsError: One that was asked for is not there.
    """
    unknown = [camera for camera in asked if camera not in recorded]
    if unknown:
        message = f"the recording has no camera {unknown[0]!r}; there are {_listed(sorted(recorded))}"
        raise SettingsError(message)
    return frozenset(asked) or None


def parse_renames(texts: Sequence[str], replayed: Collection[str]) -> dict[str, str]:
    """Read renames such as `gate=gate-replay`.

    Args:
        texts: What was asked for.
        replayed: The cameras that are replayed.

    Raises:
        SettingsError: One is none, names a camera that is not replayed, or gives two cameras one name.
    """
    renames: dict[str, str] = {}
    for text in texts:
        old, equals, new = text.partition("=")
        if not equals or old in renames:
            message = f"expected --rename OLD=NEW, once for each camera, got {text[:300]!r}"
            raise SettingsError(message)
        if old not in replayed:
            message = f"--rename {text[:300]!r}: no such camera is replayed; there are {_listed(sorted(replayed))}"
            raise SettingsError(message)
        renames[old] = _checked(new)
    names = [renames.get(camera, camera) for camera in replayed]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        message = f"--rename: two cameras would both be {doubled[0]!r}, and their frames mix"
        raise SettingsError(message)
    return renames


def choose_range(
    first_ns: int, last_ns: int, start: str | None, end: str | None, duration: str | None
) -> tuple[int, int]:
    """Return the first moment that is replayed and the first that is not any more.

    Args:
        first_ns: When the first message is due, nanoseconds since the epoch.
        last_ns: When the last is.
        start: A moment, or a time from the beginning; by default the beginning.
        end: The same; by default the end.
        duration: Instead of `end`: how long from the start on.

    Raises:
        SettingsError: One of them is no time, or nothing lies between them.
    """
    if end is not None and duration is not None:
        message = f"expected --to or --duration, got both: {end!r} and {duration!r}"
        raise SettingsError(message)
    start_ns = first_ns if start is None else max(first_ns, parse_moment_ns(start, first_ns))
    end_ns = last_ns + 1
    if end is not None:
        end_ns = min(end_ns, parse_moment_ns(end, first_ns))
    if duration is not None:
        end_ns = min(end_ns, start_ns + parse_duration_ns(duration))
    if end_ns <= start_ns:
        message = (
            f"nothing is recorded from {show_moment(start_ns)} to {show_moment(end_ns)}; the recording goes from "
            f"{show_moment(first_ns)} to {show_moment(last_ns)}: see --from, --to and --duration"
        )
        raise SettingsError(message)
    return start_ns, end_ns


def _checked(name: str) -> str:
    try:
        return check_camera_id(name)
    except RecordError as error:
        message = f"--rename: {error}"
        raise SettingsError(message) from error


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return (", ".join(names[:_MOST_NAMES]) or "none") + more
