"""What the API takes and answers: the ancestor's bodies word for word, and ours."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from control.supervisor import ChildState
from flir_iqa.records import QualityRecord


class Schema(BaseModel):
    """Base of all bodies; each field is explained by the docstring under it."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class StartRequest(Schema):
    """Body of POST /start; all of it is optional."""

    model_config = ConfigDict(
        extra="forbid",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
        json_schema_extra={"examples": [{"video_uri": "rtsp://192.0.2.7/stream"}, {}]},
    )

    video_uri: str | None = Field(default=None, min_length=1, max_length=4096)
    """The camera `default`: rtsp://host/path, a film or a folder; without it the configured cameras."""
    kafka_topic: str | None = Field(default=None, min_length=1, max_length=249)
    """Topic of the results; by default the configured one, which is `image-quality-data` unless set."""
    smoothing_window: int | None = Field(default=None, ge=1, le=100_000, strict=True)
    """Frames that the smoothed quality is the mean of; by default the configured window, 150 unless set."""


class ProcessorConfig(Schema):
    """What runs, in the ancestor's words."""

    video_uri: str | None
    """Address of the camera `default`, or of the only camera, credentials masked; null when several run."""
    kafka_topic: str
    """Topic of the results."""
    smoothing_window: int
    """Frames that the smoothed quality is the mean of."""


class StartAnswer(Schema):
    """Answer of POST /start."""

    status: str
    config: ProcessorConfig


class StopAnswer(Schema):
    """Answer of POST /stop."""

    status: str


class ChildView(Schema):
    """One child process."""

    state: ChildState
    """`failed`: given up; `error` says why."""
    pid: int | None
    since: datetime | None
    """When it came into this state."""
    restarts: int
    error: str | None
    """Why it is degraded, restarting or failed: its own last words, credentials masked."""
    last_lines: list[str]
    """The latest lines of its log, where it died."""
    counters: dict[str, Any]
    """What it counts since it was last started."""


class BrokerView(Schema):
    """What is known of Kafka."""

    state: Literal["connecting", "up", "down"]
    error: str | None
    results_topic: str
    results_topic_exists: bool | None
    """Null while it is not known."""


class StatusAnswer(Schema):
    """Answer of GET /status: the ancestor's two fields, and why it is as it is."""

    status: Literal["running", "stopped"]
    """Whether it was started; where we do not supervise, whether results come."""
    processor: ProcessorConfig | None
    health: Literal["ok", "degraded", "failed"]
    """`degraded`: it goes on by itself when the reason is gone. `failed`: a child was given up."""
    reasons: list[str]
    """Why it is not ok, for people."""
    supervised: bool
    """Whether producer and dataflow are children of the control plane."""
    children: dict[str, ChildView]
    broker: BrokerView
    version: str


class SettingsView(Schema):
    """How a camera is described; never its password, and nothing at all for viewers."""

    url: str
    """Credentials masked."""
    username: str | None
    has_password: bool
    fps: float | Literal["all"]
    """How many frames a second are wanted."""
    transport: Literal["tcp", "udp"]
    loop: bool | None


class CameraView(Schema):
    """One camera."""

    id: str
    url: str | None
    """Where its pictures come from, credentials masked; null for viewers, and where only its results are known."""
    source: Literal["file", "api", "seen"]
    """`file`: of the configuration, and read-only here; `api`: made here; `seen`: only known from its results."""
    wanted: Literal["running", "paused"] | None
    """What it shall do; null where that is not ours to decide."""
    settings: SettingsView | None
    """How it is described; null for viewers, and where it is only known from its results."""
    state: Literal["connecting", "live", "waiting", "finished", "stopped", "failed", "silent"]
    """`waiting`: it failed and is tried again; `failed`: its producer was given up; `silent`: not ours, and no result
    came for 15 seconds."""
    condition: Literal["connecting", "streaming", "stalled", "unauthorised", "unreachable", "finished"] | None = None
    """How the camera is, whatever is tried at the moment; null where the producer does not report to us."""
    since: datetime | None = None
    """Since when it is in this condition."""
    reconnects: int | None = None
    """How often it came back after it had streamed, since its producer began."""
    error: str | None
    fps: float | None
    """Results a second, over the last ten seconds."""
    published_fps: float | None
    """Frames published a second; null where the producer does not report to us."""
    width: int | None
    height: int | None
    codec: str | None
    captured: int | None
    published: int | None
    dropped: dict[str, int]
    """By reason; `sampled` and `late` are on purpose: fewer are wanted than come, or a fresher one took its place."""
    in_flight: int | None
    latest: QualityRecord | None
    """The latest result as the topic carries it."""
    age_ms: float | None
    """How long ago the latest scored frame was captured."""
    latency_ms: float | None
    """How long the latest result took, from capture to scored."""


class PointView(Schema):
    """One result, as a plot needs it."""

    timestamp: str
    """When the frame was captured."""
    raw: float
    smoothed: float
    distortion: str
    latency_ms: float


class QualityAnswer(Schema):
    """Recent results of one camera, oldest first."""

    id: str
    points: list[PointView]


class ResultsAnswer(Schema):
    """Results of all cameras since the last question."""

    cursor: int
    """Give it as `after` the next time."""
    cameras: dict[str, list[PointView]]
    """New points by camera, oldest first."""


class LatencyView(Schema):
    """From capture to scored, over the last minute."""

    p50_ms: float
    p99_ms: float


class SummaryAnswer(Schema):
    """All cameras together. Counts of a child begin anew when it does."""

    cameras: int
    captured: int | None
    """captured = published + dropped + in_flight; null where the producer does not report to us."""
    published: int | None
    dropped: dict[str, int]
    """By reason."""
    in_flight: int | None
    lost: int | None
    """Dropped for any other reason than `sampled` and `late`."""
    scored: int | None
    rejected: int | None
    lag_frames: int | None
    """Published frames that are not scored yet."""
    results_seen: int
    """Results that the control plane has read since it started."""
    latency: LatencyView | None


class HealthAnswer(Schema):
    """Answer of the two probes."""

    status: Literal["ok", "not ready"]
    checks: Mapping[str, bool] = Field(default_factory=dict)
