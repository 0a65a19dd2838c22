"""What the last results and the last rejected record of a partition say of the frames that were shed."""

from dataflow.shed_counts import ShedCounts, ShedNote


class TailShed:
    """Folds results, newest first, then the rejected record behind them, into what is still to be told."""

    def __init__(self) -> None:
        self._n_waiting: int | None = None  # cameras, at the newest result
        self._known: set[str] = set()
        self._waiting: dict[str, int] = {}
        self._recent: dict[str, int] = {}

    def take_result(self, camera_id: str, note: ShedNote) -> None:
        """Take the next older result: what it tells of a camera counts, unless a newer one told of it."""
        if self._n_waiting is None:
            self._n_waiting = note.n_waiting
        if self.complete:
            return
        self._known.add(camera_id)
        for camera, (_, waiting) in note.cameras.items():
            if camera not in self._known:
                self._known.add(camera)
                self._waiting[camera] = waiting

    def take_rejected(self, note: ShedNote) -> None:
        """Take the newest rejected record, where it is newer than all results."""
        for camera, (recent, waiting) in note.cameras.items():
            self._recent[camera] = recent
            self._waiting[camera] = max(recent, waiting)

    @property
    def complete(self) -> bool:
        """Whether older results matter no more."""
        return self._n_waiting is not None and len(self._waiting) >= self._n_waiting

    @property
    def n_missing(self) -> int:
        """How many cameras had shed frames of which nothing was found."""
        return max(0, (self._n_waiting or 0) - len(self._waiting))

    def counts(self) -> ShedCounts:
        """Return what is still to be told."""
        return ShedCounts(dict(self._recent), dict(self._waiting), sum(self._recent.values()))
