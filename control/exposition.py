"""The control plane's own figures as metrics; its children serve theirs themselves."""

from collections.abc import Iterator

from prometheus_client.metrics_core import Metric as Family

from control import views
from control.control_plane import ControlPlane
from control.supervisor import WORKING
from plumbing.metrics import catalogue as names


def collect(plane: ControlPlane) -> Iterator[Family]:
    """Read all figures of the control plane."""
    status = views.status(plane)
    yield names.BROKER_UP.of(status.broker.state == "up")
    yield names.DEGRADED.of(status.health != "ok")
    yield names.CHILD_UP.by({name: child.state in WORKING for name, child in status.children.items()})
    yield names.CHILD_RESTARTS.by({name: child.restarts for name, child in status.children.items()})
    yield names.RESULTS_SEEN.of(plane.results.count)
