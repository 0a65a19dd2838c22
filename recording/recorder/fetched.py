"""What a reader hands on."""

from dataclasses import dataclass

from recording.gaps import Gap
from recording.message import RecordedMessage
from recording.recorder.place import Place


@dataclass(frozen=True, slots=True)
class Resting:
    """A partition has nothing more for now, or for good."""

    place: Place


Fetched = RecordedMessage | Gap | Resting
