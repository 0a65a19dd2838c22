"""How long it took until results came again."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise


def recoveries_s(marks_s: Sequence[float], appended_s: Sequence[float]) -> list[float]:
    """Return, for each disturbance, the time from its repair to the first result after it.

    A disturbance that the next one overtook before any result came counts together with that one.

    Args:
        marks_s: When each repair began (the flow or the broker was started again, or thawed): Unix time, rising.
        appended_s: When Kafka took each result: Unix time.
    """
    times = sorted(appended_s)
    found: list[float] = []
    for mark, following in pairwise([*marks_s, float("inf")]):
        index = bisect_left(times, mark)
        if index < len(times) and times[index] < following:
            found.append(times[index] - mark)
    return found
