"""The loop of a recording: read, put in order, write, until it ends."""

import logging
import time
from collections.abc import Callable
from typing import Final

from flir_iqa.errors import BrokerError
from recording.gaps import Gap
from recording.message import RecordedMessage
from recording.recorder.display import Show, View
from recording.recorder.ending import End
from recording.recorder.fetched import Fetched, Resting
from recording.recorder.files import RecordingFiles
from recording.recorder.merging import TimeMerger
from recording.recorder.offsets import Offsets
from recording.recorder.place import Place
from recording.recorder.rate import RecentRate
from recording.recorder.reading import TopicReader
from recording.recorder.tally import EndedBy, Tally
from recording.recorder.topic_watch import TopicWatch
from recording.recorder.track import Track

log = logging.getLogger(__name__)

_READ_S: Final = 0.1
_SHOW_S: Final = 0.2
_FLUSH_S: Final = 2.0
"""How long what came may wait for the disk: with a kill -9, no more than this and the last chunk is lost."""
_MOST_GAPS: Final = 1000
"""A topic of transactions has a gap after each; notes for ever would fill the file, and each waits for the disk."""


class Session:
    """Records the tracks until they end, the files are full, or it is stopped.

    Args:
        reader: Gives messages and gaps.
        watch: Knows what is wrong with Kafka.
        offsets: Asks Kafka for the ends.
        tracks: How far each partition is.
        end: Where it ends, or `None`.
        files: Take the messages.
    """

    def __init__(
        self,
        *,
        reader: TopicReader,
        watch: TopicWatch,
        offsets: Offsets,
        tracks: dict[Place, Track],
        end: End | None,
        files: RecordingFiles,
    ) -> None:
        self._reader = reader
        self._watch = watch
        self._offsets = offsets
        self._tracks = tracks
        self._end = end
        self._files = files
        self._merger = TimeMerger()
        self._starts = {place: track.next_offset for place, track in tracks.items()}
        self._begun_s = time.monotonic()
        self._flushed_s = self._shown_s = self._begun_s
        self._rate = RecentRate(time.monotonic)
        self._latest_ns: int | None = None
        self.tally = Tally()

    def run(self, stopping: Callable[[], bool], show: Show) -> EndedBy:
        """Record; what is read and not written is written when it ends.

        Raises:
            BrokerError: Kafka refuses to hand out messages.
            RecordingError: A file cannot be written.
        """
        self._settle_end()
        for place in self._tracks:
            self._merger.expect(place)
        self._reader.start()
        log.info("recording %s partitions of %s", len(self._tracks), ", ".join(sorted({p.topic for p in self._tracks})))
        ended_by = None
        while ended_by is None:
            self._step()
            self._show_now_and_then(show)
            ended_by = self._reason_to_end(stopping)
        for message in self._merger.drain():
            if not self._files.full:
                self._write(message)
        return ended_by

    def _step(self) -> None:
        self._settle_end()
        for item in self._reader.read(_READ_S):
            self._take(item)
        for message in self._merger.ready():
            self._write(message)
            if self._files.full:
                return
        self._reader.throttle(self._merger.crowded(), self._merger.hungry())
        if time.monotonic() - self._flushed_s >= _FLUSH_S:
            self._flushed_s = time.monotonic()
            self._files.flush()

    def _take(self, item: Fetched) -> None:
        if isinstance(item, Gap):
            self._note(item)
        elif isinstance(item, Resting):
            self._merger.rest(item.place)
        else:
            self._merger.add(item)

    def _note(self, gap: Gap) -> None:
        self.tally.count_gap(gap)
        n_gaps = self.tally.gaps.total()
        if n_gaps <= _MOST_GAPS:
            self._files.note_gap(gap)
            log.warning("gap in %s-%s from offset %s: %s", gap.topic, gap.partition, gap.from_offset, gap.reason)
        elif n_gaps == _MOST_GAPS + 1:
            log.warning("more than %s gaps: further ones are counted, not noted one by one", _MOST_GAPS)

    def _write(self, message: RecordedMessage) -> None:
        self._files.write(message)
        self.tally.count(message)
        self._latest_ns = max(self._latest_ns or 0, message.log_time_ns)

    def _reason_to_end(self, stopping: Callable[[], bool]) -> EndedBy | None:
        if self._files.full:
            return EndedBy.MAX_SIZE
        if stopping():
            return EndedBy.STOP
        return EndedBy.END if self._reader.done else None

    def _settle_end(self) -> None:
        """Ask Kafka for the ends as soon as there is an answer; during an outage later."""
        if self._end is None or time.time_ns() < self._end.due_ns or self._watch.problem is not None:
            return
        open_places = [place for place, track in self._tracks.items() if track.end is None]
        try:
            ends = self._offsets.find(open_places, self._end.bound)
        except BrokerError as error:
            log.warning("%s", error)
            return
        for place, offset in ends.items():
            self._tracks[place].end = offset
        self._end = None

    def _show_now_and_then(self, show: Show) -> None:
        if time.monotonic() - self._shown_s < _SHOW_S:
            return
        self._shown_s = time.monotonic()
        tracks = self._tracks
        ends = [track.end for track in tracks.values() if track.end is not None]
        starts = [self._starts.get(place, 0) for place in tracks]
        view = View(
            seconds=self._shown_s - self._begun_s,
            n_messages=self.tally.n_messages,
            file_bytes=self._files.n_bytes,
            file=self._files.paths[-1].name,
            per_second=self._rate.update(self.tally.n_messages),
            time_ns=self._latest_ns,
            n_done=sum(track.next_offset for track in tracks.values()) - sum(starts),
            n_wanted=sum(ends) - sum(starts) if len(ends) == len(tracks) else None,
            problem=self._watch.problem,
        )
        show(view)
