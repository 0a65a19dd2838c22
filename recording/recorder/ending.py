"""When a recording ends, as far as that is asked for."""

from dataclasses import dataclass

from flir_iqa.errors import SettingsError
from recording.moments import parse_duration_ns, show_moment
from recording.recorder.bounds import Bound, Edge, Moment, parse_bound


@dataclass(frozen=True, slots=True)
class End:
    """Before which messages it ends."""

    bound: Bound
    due_ns: int
    """From when on Kafka can be asked for the offsets, nanoseconds since the epoch: not before a moment is there."""


def plan_end(start: Bound, to: str | None, duration: str | None, now_ns: int) -> End | None:
    """Return where it ends; `None` when it goes on until it is stopped.

    Args:
        start: Where it begins.
        to: The option --to.
        duration: The option --duration: counts from the time of --from, or from now.
        now_ns: Nanoseconds since the epoch.

    Raises:
        SettingsError: The two do not go together, are none, or it would end before it begins.
    """
    if to is not None and duration is not None:
        message = f"give --to or --duration, not both; got {to!r} and {duration!r}"
        raise SettingsError(message)
    if duration is not None:
        return _after(start, parse_duration_ns(duration), now_ns)
    if to is None:
        return None
    bound = parse_bound(to, "--to", now_ns)
    _check_order(start, bound)
    return End(bound, bound.time_ns if isinstance(bound, Moment) else now_ns)


def _after(start: Bound, duration_ns: int, now_ns: int) -> End:
    if duration_ns == 0:
        message = "expected --duration above 0"
        raise SettingsError(message)
    if isinstance(start, Moment):
        return End(Moment(start.time_ns + duration_ns), start.time_ns + duration_ns)
    if start is Edge.END:
        return End(Edge.END, now_ns + duration_ns)
    message = f"--duration counts from a time: give --from as a time or a time ago, not {start!s}, or use --to"
    raise SettingsError(message)


def _check_order(start: Bound, end: Bound) -> None:
    backwards = end is Edge.BEGINNING
    if isinstance(start, Moment) and isinstance(end, Moment):
        backwards = end.time_ns <= start.time_ns
    elif isinstance(start, int) and isinstance(end, int):
        backwards = end <= start
    if backwards:
        message = f"it would end at {_shown(end)}, not after it begins at {_shown(start)}: give a later --to"
        raise SettingsError(message)


def _shown(bound: Bound) -> str:
    return show_moment(bound.time_ns) if isinstance(bound, Moment) else str(bound)
