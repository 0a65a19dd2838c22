"""Slows down whoever tries tokens: a limit on failures for each address, in bounded memory."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

ADDRESSES_KEPT: Final = 4096
_HOST_BITS_V6: Final = 64
"""One customer of a provider has so many addresses of IPv6 at least: they count as one."""


class FailureLimit:
    """Allows so many failures a minute from one address, at once or one by one. Safe to use from several threads.

    Args:
        per_minute: How many.
        clock: Monotonic, in seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, address: str) -> float:
        """Return how many seconds an address has to wait before it may try again; 0 if it may now."""
        with self._lock:
            count = self._count(_group(address))
        return max(0.0, (count + 1 - self._most) * 60 / self._most)

    def failed(self, address: str) -> None:
        """Count a failure; of many addresses, the one that has failed the longest time ago is forgotten."""
        group = _group(address)
        with self._lock:
            self._failures[group] = (self._count(group) + 1, self._clock())
            self._failures.move_to_end(group)
            while len(self._failures) > ADDRESSES_KEPT:
                self._failures.popitem(last=False)

    def _count(self, group: str) -> float:
        """Return the failures that count now: they fade away evenly, all of them in a minute."""
        count, at = self._failures.get(group, (0.0, 0.0))
        return max(0.0, count - (self._clock() - at) * self._most / 60)


def _group(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed) >> _HOST_BITS_V6 << _HOST_BITS_V6, _HOST_BITS_V6)))
