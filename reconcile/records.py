"""The claims of one partition, topic by topic."""

from collections.abc import Callable, Iterator

from flir_iqa.errors import RecordError
from plumbing.kafka.reading import headers_of
from plumbing.kafka.settings import TopicSettings
from reconcile.claims import ClaimReader, Kind
from reconcile.fate import Beginning, Claim
from reconcile.tally import Span
from reconcile.topics import FlowTopics

Tick = Callable[[int], None]
"""Told how many messages were read since it was told last."""


class Records:
    """Reads what the three outgoing topics say of one frame partition.

    Attributes:
        n_strays: Records that name the frame topic but no frame of this partition, so far.

    Args:
        topics: Where to read.
        names: The topics.
        partition: The partition.
        tick: Told of progress.
    """

    def __init__(self, topics: FlowTopics, names: TopicSettings, partition: int, tick: Tick) -> None:
        self.n_strays = 0
        self._topics = topics
        self._names: dict[Kind, str] = {"results": names.results, "rejected": names.rejected, "events": names.events}
        self._partition = partition
        self._reader = ClaimReader(topics.origin, partition)
        self._tick = tick

    def claims(self, kind: Kind, span: Span) -> Iterator[tuple[int, Claim]]:
        """Yield each claim with the offset of its record.

        Raises:
            BrokerError: The topic cannot be read.
        """
        for offset, found in self._all(kind, span):
            if isinstance(found, Claim):
                yield offset, found

    def first_claim(self, kind: Kind, span: Span) -> int | None:
        """Return the first frame that the oldest record names; `None` where there is none.

        Raises:
            BrokerError: The topic cannot be read.
        """
        return next((claim.start for _, claim in self.claims(kind, span)), None)

    def events(self, span: Span) -> list[Claim | Beginning]:
        """Read what the events say.

        Raises:
            BrokerError: The topic cannot be read.
        """
        return [found for _, found in self._all("events", span)]

    def _all(self, kind: Kind, span: Span) -> Iterator[tuple[int, Claim | Beginning]]:
        for message in self._topics.read(self._names[kind], self._partition, span):
            self._tick(1)
            try:
                found = self._reader.read(kind, message.value(), headers_of(message))
            except RecordError:
                self.n_strays += 1
                continue
            if found is not None:
                yield message.offset() or 0, found
