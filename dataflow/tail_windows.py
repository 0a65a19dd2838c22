"""What the last results of a partition say of its cameras' windows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from dataflow.windows import CameraWindow, WindowSettings
from flir_iqa.errors import RecordError
from flir_iqa.records import QualityRecord, parse_timestamp, unix_ms
from plumbing.frames import Headers

CAMERAS_HEADER: Final = "cameras"
"""On each result: how many cameras' windows the state of its partition held; so far the tail is read, no further."""
CLOCK_HEADER: Final = "clock_ms"
"""On each result: its partition's clock by then, milliseconds since 1970."""
_MOST_DIGITS: Final = 18


@dataclass(slots=True)
class _Window:
    """What is known of one camera's window. Its last result says how many values it held; the results tell which."""

    count: int
    replay_id: str | None
    seen_ms: int
    values: list[float] = field(default_factory=list)  # newest first

    @property
    def complete(self) -> bool:
        return len(self.values) >= self.count


class TailWindows:
    """Folds results, newest first, into the windows as they were after the newest.

    Args:
        settings: How windows are kept.
        model: Name and version of the model; a window starts anew when it or the size differs from its last result.
    """

    def __init__(self, settings: WindowSettings, model: str) -> None:
        self._settings = settings
        self._model = model
        self._found: dict[str, _Window] = {}  # the one whose last result is newest comes first
        self._n_open = 0  # windows that are not complete
        self._n_cameras: int | None = None  # that the newest result knew of
        self._clock_ms: int | None = None  # at the newest result
        self._all_seen = False  # of all cameras that were kept

    def take(self, record: QualityRecord, headers: Headers) -> None:
        """Take the next older result."""
        clock_ms = _number(headers, CLOCK_HEADER)
        if clock_ms is None:
            clock_ms = _timestamp_ms(record)
        if self._clock_ms is None:
            self._clock_ms, self._n_cameras = clock_ms, _number(headers, CAMERAS_HEADER)
        idle_ms = self._clock_ms - clock_ms
        self._all_seen = self._all_seen or idle_ms > self._settings.idle_expiry_ms
        self._remember(record, min(clock_ms, self._clock_ms))
        self._all_seen = self._all_seen or len(self._found) == self._n_cameras

    @property
    def complete(self) -> bool:
        """Whether older results matter no more."""
        return self._all_seen and self._n_open == 0

    def windows(self) -> Mapping[str, CameraWindow]:
        """Return what each camera's window held, the camera whose last result is oldest first."""
        return {
            camera: CameraWindow(found.values[::-1], found.replay_id, found.seen_ms)
            for camera, found in reversed(self._found.items())
            if found.values
        }

    def shortfalls(self) -> Iterator[tuple[str, int]]:
        """Yield each camera whose window held more than was found, and how many values are missing."""
        for camera, found in self._found.items():
            if not found.complete:
                yield camera, found.count - len(found.values)

    @property
    def n_missing(self) -> int:
        """How many cameras had a window of which nothing was found."""
        return 0 if self._all_seen else max(0, (self._n_cameras or 0) - len(self._found))

    def _remember(self, record: QualityRecord, clock_ms: int) -> None:
        found = self._found.get(record.camera_id)
        if found is None:
            if self._all_seen:
                return  # it was dropped
            same = (record.smoothing_window, record.model) == (self._settings.size, self._model)
            found = _Window(record.window_count if same else 0, record.replay_id, clock_ms)
            self._found[record.camera_id] = found
            self._n_open += not found.complete
        if not found.complete:
            found.values.append(record.raw_image_quality)
            self._n_open -= found.complete


def _number(headers: Headers, name: str) -> int | None:
    text = dict(headers).get(name) or b""
    return int(text) if text.isdigit() and len(text) <= _MOST_DIGITS else None


def _timestamp_ms(record: QualityRecord) -> int:
    try:
        return max(0, unix_ms(parse_timestamp(record.timestamp)))
    except RecordError:
        return 0
