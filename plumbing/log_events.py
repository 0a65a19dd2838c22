"""All events that processes log by name. A name is never changed: somebody searches for it.

docs/observability.md has this list as a table; a test compares the two.
"""

from logging import DEBUG, ERROR, INFO, WARNING
from typing import Final

from plumbing.log_event import LogEvent

# of every process
SIGNAL_RECEIVED: Final = LogEvent("signal_received", INFO, "{signal}: stopping", "It is asked to end.")
SIGNAL_REPEATED: Final = LogEvent("signal_repeated", WARNING, "{signal} again: ending at once", "A second signal.")
END_FORCED: Final = LogEvent(
    "end_forced", ERROR, "not stopped after {grace_s} s: ending by force", "Something hung; nothing is lost by it."
)
UNFORESEEN: Final = LogEvent(
    "unforeseen", ERROR, "unforeseen failure in {where}: {reason}", "A fault of this software; worth a report."
)
LINES_HELD_BACK: Final = LogEvent(
    "lines_held_back", INFO, "{n_lines} more lines of {of} were held back ({about})", "More than 10 of a kind a minute."
)
METRICS_SERVED: Final = LogEvent("metrics_served", INFO, "metrics and probes at {address}", "Once, at the start.")
DEGRADED: Final = LogEvent("degraded", WARNING, "degraded: {reason}", "It waits, and says why.")
RECOVERED: Final = LogEvent("recovered", INFO, "running again", "The reason is gone.")
STALLED: Final = LogEvent("stalled", ERROR, "not alive: {reason}", "Its liveness probe fails from now on.")

# of the dataflow
FLOW_STARTED: Final = LogEvent(
    "flow_started",
    INFO,
    "scoring {topic}, {share}, {n_windows} windows restored",
    "At the start, and after each outage that a run did not survive.",
)
FLOW_STATUS: Final = LogEvent(
    "flow_status",
    INFO,
    "{fps:.1f} frames/s from {cameras} cameras, latency {latency}, lag {lag_frames}, {scored} scored, "
    "{rejected} rejected, {shed} shed",
    "Every 10 seconds.",
)
LAGGING: Final = LogEvent(
    "lagging",
    WARNING,
    "lagging: {lag_s:.0f} s behind, {lag_frames} frames wait",
    "Frames come faster than they are scored; each still gets its outcome.",
)
CAUGHT_UP: Final = LogEvent("caught_up", INFO, "not lagging any more", "Frames are scored as they come again.")
FLOW_ENDED_EARLY: Final = LogEvent(
    "flow_ended_early", WARNING, "{reason}", "Asked to end while Kafka was away; the next start makes good for it."
)
FRAME_REJECTED: Final = LogEvent(
    "frame_rejected", WARNING, "{frame_id} rejected, {reason}: {detail}", "A frame cannot be scored."
)
SCORING_FAILED: Final = LogEvent(
    "scoring_failed", ERROR, "scoring {frame_id} failed: {reason}", "The model failed on a frame that does decode."
)
STREAM_EVENT: Final = LogEvent(
    "stream_event",
    WARNING,
    "{kind}: {detail}",
    "Something went to the event topic: a gap, a new topic, a short window.",
)

# of the producer
CAMERA_LIVE: Final = LogEvent(
    "camera_live", INFO, "camera {camera_id} is live: {codec} {width} x {height}", "Its frames come."
)
CAMERA_RESIZED: Final = LogEvent(
    "camera_resized", INFO, "camera {camera_id} sends pictures of {width} x {height} now", "Its pictures changed size."
)
CAMERA_LOST: Final = LogEvent(
    "camera_lost", WARNING, "camera {camera_id}: {reason}; it is tried again", "It failed, or failed in another way."
)
CAMERA_FINISHED: Final = LogEvent("camera_finished", INFO, "camera {camera_id} finished", "A film is over.")
CAMERA_BROKE_OFF: Final = LogEvent(
    "camera_broke_off", ERROR, "camera {camera_id} broke off: {reason}", "A film failed and is not tried again."
)
CAMERA_STATUS: Final = LogEvent("camera_status", INFO, "camera {summary}", "Every 10 seconds, where no terminal is.")
CAMERA_ENDED: Final = LogEvent("camera_ended", INFO, "ended: camera {summary}", "At the end, with its last counts.")
FRAME_NOT_ENCODABLE: Final = LogEvent(
    "frame_not_encodable", DEBUG, "camera {camera_id}: {reason}", "A picture that cannot be a frame."
)
KAFKA_CLIENT_REPLACED: Final = LogEvent(
    "kafka_client_replaced",
    ERROR,
    "the Kafka producer is of no use any more and is replaced: {reason}",
    "What it held counts as not delivered.",
)

# of the control plane
AUTOSTART_FAILED: Final = LogEvent("autostart_failed", ERROR, "autostart: {reason}", "It is tried again.")
STATE_FOLDER_BUSY: Final = LogEvent(
    "state_folder_busy",
    WARNING,
    "another control plane, or a child of one, uses the state folder {folder!r}: waiting up to {wait_s:g} s",
    "As after a kill -9, until its children have ended.",
)
CAMERA_UNUSABLE: Final = LogEvent(
    "camera_unusable",
    ERROR,
    "camera {camera_id}, as it was kept, cannot be used: {reason}",
    "A secret that it refers to is gone, say; the others run.",
)
START_FAILED: Final = LogEvent("start_failed", WARNING, "start failed: {reason}", "POST /start was refused.")
RESULTS_FOLLOWED: Final = LogEvent("results_followed", INFO, "results of {topic}: {state}", "The dashboard reads them.")
RESULTS_LOST: Final = LogEvent(
    "results_lost", WARNING, "results of {topic}: lost: {reason}", "They cannot be read now."
)
RESULT_SKIPPED: Final = LogEvent("result_skipped", DEBUG, "skipped {place}: {reason}", "A record that is no result.")
CHILD_DIED: Final = LogEvent(
    "child_died", WARNING, "{child} died, starts again in {wait_s:.1f} s: {reason}", "A child process ended."
)
CHILD_GIVEN_UP: Final = LogEvent("child_given_up", ERROR, "{child} died{times}: {reason}", "It is not started again.")
CHILD_HUNG: Final = LogEvent("child_hung", ERROR, "{child} is killed: {reason}", "A child does not move any more.")
CHILD_KILLED: Final = LogEvent("child_killed", WARNING, "{child} does not stop when asked: killing it", "It hung.")


def all_events() -> list[LogEvent]:
    """Return the catalogue in its order."""
    return [value for value in globals().values() if isinstance(value, LogEvent)]
