"""One metric: its name, its kind and its labels. Turns figures into what the Prometheus client writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric as Family

from plumbing.metrics.distribution import Distribution

Samples = Iterable[tuple[Sequence[str], float]]
"""Values of the labels, and the figure."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of the catalogue (`plumbing.metrics.catalogue`)."""

    name: str
    """As Prometheus shows it: counters end in `_total`, units stand at the end."""
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    labels: tuple[str, ...] = ()

    def of(self, figure: float) -> Family:
        """Give the metric without labels."""
        return self.each([((), figure)])

    def each(self, samples: Samples) -> Family:
        """Give the metric with a figure for each set of labels."""
        family: CounterMetricFamily | GaugeMetricFamily
        if self.kind == "counter":
            family = CounterMetricFamily(self.name.removesuffix("_total"), self.help, labels=self.labels)
        else:
            family = GaugeMetricFamily(self.name, self.help, labels=self.labels)
        for labels, figure in samples:
            family.add_metric(labels, figure)
        return family

    def by(self, figures: Mapping[str, float]) -> Family:
        """Give the metric with its one label, from a figure by label."""
        return self.each(((label,), figure) for label, figure in figures.items())

    def spread(self, figures: Distribution) -> Family:
        """Give the histogram."""
        family = HistogramMetricFamily(self.name, self.help)
        buckets, total = figures.read()
        family.add_metric((), buckets=[(bound, float(n)) for bound, n in buckets], sum_value=total)
        return family
