"""All metrics of one process, as one thing that can be scraped."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.registry import Collector

from flir_iqa.version import __version__
from plumbing.metrics import catalogue

MOST_ACCEPT: Final = 1000
"""Characters of an Accept header that are looked at."""


class _Room(Collector):
    def __init__(self, collect: Callable[[], Iterable[Family]], process: str) -> None:
        self._collect = collect
        self._process = process

    def collect(self) -> Iterator[Family]:
        yield catalogue.BUILD.each([((__version__, self._process), 1)])
        yield from self._collect()


def make_registry(collect: Callable[[], Iterable[Family]], process: str) -> CollectorRegistry:
    """Make the registry of a process: its own figures, and memory, CPU and open files as `process_*`.

    Args:
        collect: Reads the room's figures; called at each scrape, from any thread.
        process: What the process does: producer, flow, control.
    """
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Room(collect, process))
    return registry


def scrape(registry: CollectorRegistry, accept: str) -> tuple[bytes, str]:
    """Write all metrics; return the text and its content type, as the Accept header wants it."""
    encode, content_type = choose_encoder(accept[:MOST_ACCEPT])
    return encode(registry), content_type
