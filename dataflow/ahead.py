"""Scoring on several threads at once, for a source that has its frames at hand."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from dataflow.items import Fetched, FromScoring

Score = Callable[[Fetched], FromScoring | None]


class ScoringAhead:
    """Begins to score frames before the flow asks for them, and gives the scores in the order of the frames.

    A live flow has one frame at a time and gives it all threads. A recording has many: a frame on each thread is
    faster, since decoding runs side by side too. A score does not depend on the number of threads, so both give the
    same bits.

    Args:
        score: Scores one frame; it is called from several threads.
        n_threads: How many frames are scored at once.
    """

    def __init__(self, score: Score, n_threads: int) -> None:
        self._score = score
        self._pool = ThreadPoolExecutor(n_threads, thread_name_prefix="scoring")
        self._begun: deque[tuple[Fetched, Future[FromScoring | None]]] = deque()
        self.depth = 2 * n_threads
        """How many frames to begin ahead, so that no thread waits for the next one."""

    def begin(self, frame: Fetched) -> None:
        """Begin to score a frame; returns at once."""
        self._begun.append((frame, self._pool.submit(self._score, frame)))

    def finish(self, frame: Fetched) -> FromScoring | None:
        """Wait for the score of a frame; frames come in the order in which they were begun."""
        begun, score = self._begun.popleft()
        assert begun is frame  # noqa: S101 - the flow keeps the order
        return score.result()

    def close(self) -> None:
        """Drop what was begun and is not asked for any more; may be called twice."""
        self._pool.shutdown(cancel_futures=True)
