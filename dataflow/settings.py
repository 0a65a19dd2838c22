"""Section `[flow]`: how frames are scored and smoothed."""

from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from dataflow.shards import WHOLE, ShardField
from plumbing.settings import Section


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
    outage_limit_s: float = Field(default=600.0, ge=1)
    """How long results wait for their broker, before the flow starts afresh from what the topics hold."""
    awake_ms: float = Field(default=3.0, ge=0.5, le=1000)
    """How often the source looks for frames within a second after the last one."""
    idle_ms: float = Field(default=50.0, ge=1, le=1000)
    """How often it looks later."""
    shard: ShardField = WHOLE
    """Which share of the partitions this process takes, as i/n: 0/3, 1/3 and 2/3 share the work; one process each."""
