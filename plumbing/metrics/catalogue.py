"""All metrics of all processes. A name or label is never changed: dashboards and alerts read it.

docs/observability.md has this list as a table; a test compares the two.
"""

from typing import Final

from plumbing.metrics.metric import Metric

# of every process
BUILD: Final = Metric("flir_iqa_build_info", "gauge", "Always 1; which version runs.", ("version", "process"))
BROKER_UP: Final = Metric("flir_iqa_broker_up", "gauge", "Whether Kafka does what is asked of it (1) or is away (0).")
DEGRADED: Final = Metric(
    "flir_iqa_degraded", "gauge", "Whether the process waits for something; the log says for what."
)
FRAMES: Final = Metric(
    "flir_iqa_frames_total",
    "counter",
    "Frames by what became of them. Producer: published, or the reason of the drop. Flow: scored, rejected, shed.",
    ("camera_id", "fate"),
)

# of the producer
CAPTURED: Final = Metric(
    "flir_iqa_frames_captured_total",
    "counter",
    "Frames that came off the wire: the sum of all fates, and of those in flight.",
    ("camera_id",),
)
IN_FLIGHT: Final = Metric(
    "flir_iqa_frames_in_flight", "gauge", "Frames between the wire and Kafka's acknowledgement.", ("camera_id",)
)
CAMERA_STATE: Final = Metric(
    "flir_iqa_camera_state", "gauge", "1 for the state that a camera is in, 0 for the others.", ("camera_id", "state")
)
CAMERA_SINCE: Final = Metric(
    "flir_iqa_camera_state_since_timestamp_seconds", "gauge", "When a camera came into its state.", ("camera_id",)
)
RECONNECTS: Final = Metric(
    "flir_iqa_camera_reconnects_total", "counter", "How often a camera came back after it was lost.", ("camera_id",)
)

# of the dataflow
REJECTED: Final = Metric(
    "flir_iqa_frames_rejected_total", "counter", "Frames that could not be scored, by reason.", ("reason",)
)
AGE: Final = Metric("flir_iqa_frame_age_seconds", "histogram", "From a frame's capture until it was scored.")
SCORING: Final = Metric("flir_iqa_scoring_seconds", "histogram", "Time that decoding and scoring one frame took.")
QUALITY: Final = Metric(
    "flir_iqa_smoothed_quality", "gauge", "Smoothed quality of a camera: 0 useless, 1 clean.", ("camera_id",)
)
RESULT_AT: Final = Metric(
    "flir_iqa_latest_capture_timestamp_seconds", "gauge", "Capture time of a camera's latest result.", ("camera_id",)
)
LAG_FRAMES: Final = Metric(
    "flir_iqa_lag_frames", "gauge", "Frames on the topic that have no outcome yet.", ("partition",)
)
LAG_SECONDS: Final = Metric(
    "flir_iqa_lag_seconds",
    "gauge",
    "How long frames have been waiting for an outcome; 0 while none waits.",
    ("partition",),
)
NEXT_OFFSET: Final = Metric(
    "flir_iqa_next_offset", "gauge", "The frame of a partition that gets the next outcome.", ("partition",)
)
RESUMES: Final = Metric(
    "flir_iqa_resumes_total", "counter", "How often the flow began to read: at the start, and after outages."
)
RESTORED: Final = Metric(
    "flir_iqa_restored_windows", "gauge", "Cameras whose window the latest start restored from the result topic."
)
EVENTS: Final = Metric("flir_iqa_events_total", "counter", "Events that went to the event topic, by kind.", ("kind",))

# of the control plane
CHILD_UP: Final = Metric("flir_iqa_child_up", "gauge", "Whether a child process works (1) or not (0).", ("child",))
CHILD_RESTARTS: Final = Metric(
    "flir_iqa_child_restarts_total", "counter", "How often a child process was started again.", ("child",)
)
RESULTS_SEEN: Final = Metric("flir_iqa_results_seen_total", "counter", "Results that the control plane has read.")


def all_metrics() -> list[Metric]:
    """Return the catalogue in its order."""
    return [value for value in globals().values() if isinstance(value, Metric)]
