"""Settings of the producer; the cameras themselves are `plumbing.cameras`."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from plumbing.probes.address import MetricsAddress
from plumbing.settings import Section


class ProduceSettings(Section):
    """Section `[produce]`: how cameras are read and frames are published."""

    section: ClassVar[str] = "produce"

    open_timeout_s: float = Field(default=5.0, gt=0, le=120)
    """Seconds that a camera has to answer when it is opened."""
    read_timeout_s: float = Field(default=5.0, gt=0, le=120)
    """Seconds without a packet after which a camera counts as lost."""
    hang_timeout_s: float = Field(default=20.0, gt=0, le=3600)
    """Seconds beyond these time-outs after which a camera whose reader hangs all the same is read by another."""
    backoff_first_s: float = Field(default=1.0, gt=0)
    """Seconds before the first new attempt at a camera that failed; doubles from attempt to attempt."""
    backoff_max_s: float = Field(default=60.0, gt=0)
    """Longest wait in seconds between two attempts."""
    damaged_frames: Literal["publish", "drop"] = "publish"
    """What to do with frames in which the decoder concealed errors; they are what a viewer of the camera sees."""
    jpeg_quality: int = Field(default=95, ge=1, le=100)
    """JPEG quality of frames that the camera does not send as JPEG."""
    queue_frames: int = Field(default=256, ge=1)
    """Most frames of one camera that wait for Kafka; the oldest are dropped and counted."""
    queue_mb: float = Field(default=256.0, gt=0)
    """Most megabytes that wait for Kafka, all cameras together; each has an equal share, and room for one frame."""
    window_frames: int = Field(default=16, ge=1, le=1000)
    """Most frames of one camera that are on their way to Kafka at once."""
    delivery_timeout_s: float = Field(default=30.0, ge=1)
    """Seconds that Kafka has to acknowledge a frame before it counts as lost."""
    metrics: MetricsAddress | None = None
    """Where to serve Prometheus metrics and the probes /livez and /readyz: a port on loopback, or host:port."""

    @property
    def hang_limit_s(self) -> float:
        """Seconds without a sign of life after which a reader counts as hung."""
        return max(self.open_timeout_s, self.read_timeout_s) + self.hang_timeout_s

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.backoff_max_s < self.backoff_first_s:
            message = f"backoff_max_s {self.backoff_max_s:g} is below backoff_first_s {self.backoff_first_s:g}"
            raise ValueError(message)
        return self
