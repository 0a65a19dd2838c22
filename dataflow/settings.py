"""Section `[flow]`: how frames are scored and smoothed."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from dataflow.durations import Duration
from dataflow.shards import WHOLE, ShardField
from dataflow.tail_reading import TailLimits
from dataflow.windows import IDLE_EXPIRY_MS, MOST_CAMERAS, WindowSettings
from plumbing.probes.address import MetricsAddress
from plumbing.settings import Section

_MILLISECOND: Final = timedelta(milliseconds=1)
_MAX_FRAME_AGE: Final = timedelta(seconds=5)


class FlowSettings(Section):
    """Section `[flow]`."""

    section: ClassVar[str] = "flow"

    smoothing_window: int = Field(default=150, ge=1, le=100_000)
    """Frames that the smoothed quality of a camera is the mean of."""
    model: Path | None = None
    """ONNX file that scores; the shipped model by default."""
    threads: int | None = Field(default=None, ge=1, le=256)
    """Threads that score one frame; by default as many CPUs as the process is allowed."""
    start: Literal["latest", "earliest"] = "latest"
    """Where a flow begins on a result topic that holds no result yet: at the frames' end, or at the oldest frame."""
    tail_limit: int = Field(default=200_000, ge=1)
    """Results of a partition that are read at the start to refill the windows, at most."""
    tail_limit_bytes: int = Field(default=256 * 2**20, ge=1)
    """Bytes of those results that are read, at most."""
    tail_limit_duration: Duration = Field(default=timedelta(seconds=60), gt=timedelta(0))
    """Time that reading them may take, for each partition; as 60s or 2m."""
    idle_expiry: Duration = Field(default=timedelta(milliseconds=IDLE_EXPIRY_MS), gt=timedelta(0))
    """A camera without a frame for longer is forgotten, its window begins anew; by Kafka's timestamps, as 12h or 7d."""
    most_cameras: int = Field(default=MOST_CAMERAS, ge=1)
    """Cameras of a partition whose windows are kept; one more, and the one without a frame for longest is forgotten."""
    overload: Literal["keep", "shed"] = "keep"
    """When frames come faster than they can be scored: keep scores each, and lags; shed passes over those too old."""
    max_frame_age: Annotated[Duration, Field(gt=timedelta(0))] | None = None
    """With overload = shed: how long a frame may wait on Kafka before it is passed over; as 2s; by default 5s."""
    lagging_after: Duration = Field(default=timedelta(seconds=10), gt=timedelta(0))
    """From how far behind the frames the flow calls itself lagging; as 10s or 1m."""
    outage_limit_s: float = Field(default=600.0, ge=1)
    """How long results wait for their broker, before the flow starts afresh from what the topics hold."""
    awake_ms: float = Field(default=3.0, ge=0.5, le=1000)
    """How often the source looks for frames within a second after the last one."""
    idle_ms: float = Field(default=50.0, ge=1, le=1000)
    """How often it looks later."""
    metrics: MetricsAddress | None = None
    """Where to serve Prometheus metrics and the probes /livez and /readyz: a port on loopback, or host:port."""
    stall_limit_s: float = Field(default=60.0, ge=1)
    """Seconds without progress, while frames wait and Kafka is there, after which /livez says that it hangs."""
    shard: ShardField = WHOLE
    """Which share of the partitions this process takes, as i/n: 0/3, 1/3 and 2/3 share the work; one process each."""

    @model_validator(mode="after")
    def _check_overload(self) -> Self:
        if self.overload == "keep" and self.max_frame_age is not None:
            message = "max_frame_age counts only with overload = shed (--overload shed); with keep each frame is scored"
            raise ValueError(message)
        return self

    @property
    def windows(self) -> WindowSettings:
        """How the cameras' windows are kept."""
        return WindowSettings(
            size=self.smoothing_window,
            idle_expiry_ms=self.idle_expiry // _MILLISECOND,
            most_cameras=self.most_cameras,
        )

    @property
    def tail_limits(self) -> TailLimits:
        """How much of the results is read at the start."""
        return TailLimits(records=self.tail_limit, size_bytes=self.tail_limit_bytes, duration=self.tail_limit_duration)

    @property
    def shed_after(self) -> timedelta | None:
        """How long a frame may wait before it is shed; None where each is scored."""
        return (self.max_frame_age or _MAX_FRAME_AGE) if self.overload == "shed" else None
