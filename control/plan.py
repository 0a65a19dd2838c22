"""What a run consists of, and the settings that its children get."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from control.errors import NothingToStartError
from plumbing.cameras import CameraSettings
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.logs import for_child
from plumbing.settings import load, table_for_child

DEFAULT_CAMERA: Final = "default"
DEFAULT_WINDOW: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run consists of, checked as far as this room can."""

    cameras: Mapping[str, CameraSettings]
    topics: TopicSettings
    smoothing_window: int


class Planner:
    """Makes plans, and the documents of the children that carry them out.

    Args:
        document: The configuration: the children get its tables `[produce]` and `[flow]`.
        kafka: The connection that they get.
        topics: The topics that they get unless a start names another one for the results.
    """

    def __init__(self, document: Document, kafka: KafkaSettings, topics: TopicSettings) -> None:
        self._kafka = kafka
        self._topics = topics
        self._produce_table = table_for_child("produce", document)
        self._flow_table = table_for_child("flow", document)

    def plan_for(
        self, cameras: Mapping[str, CameraSettings], kafka_topic: str | None, smoothing_window: int | None
    ) -> Plan:
        """Say what a start of these cameras would run; what is not given comes from the configuration.

        Raises:
            SettingsError: A value cannot be used.
            NothingToStartError: There is no camera.
        """
        if not cameras:
            message = (
                "there is no camera to start: give video_uri, such as rtsp://192.0.2.7/stream, describe cameras under "
                "[cameras.<id>] in the configuration file, or make some by PUT /v1/cameras/<id>"
            )
            raise NothingToStartError(message)
        topics = self._topics
        if kafka_topic is not None:
            tables = {"topics": {**topics.model_dump(), "results": kafka_topic}}
            topics = load(TopicSettings, Document("POST /start", tables), environ={})
        window = smoothing_window or self._flow_table.get("smoothing_window", DEFAULT_WINDOW)
        return Plan(cameras=cameras, topics=topics, smoothing_window=int(str(window)))

    def for_producers(self, plan: Plan, without: Collection[str] = ()) -> Mapping[str, Any]:
        """Return the settings of the producer, secrets as `SecretStr`."""
        cameras = {name: camera for name, camera in plan.cameras.items() if name not in without}
        return {**self._common(plan), "produce": self._produce_table, "cameras": tables_of(cameras)}

    def for_dataflow(self, plan: Plan) -> Mapping[str, Any]:
        """Return the settings of the dataflow, secrets as `SecretStr`."""
        return {**self._common(plan), "flow": {**self._flow_table, "smoothing_window": plan.smoothing_window}}

    def for_trial(self, camera_id: str, camera: CameraSettings) -> Mapping[str, Any]:
        """Return the settings of a producer that only tries a camera."""
        return {"produce": self._produce_table, "cameras": tables_of({camera_id: camera}), "log": for_child()}

    def _common(self, plan: Plan) -> Mapping[str, Any]:
        kafka, topics = self._kafka.model_dump(exclude_none=True), plan.topics.model_dump()
        return {"kafka": kafka, "topics": topics, "log": for_child()}


def tables_of(cameras: Mapping[str, CameraSettings | None]) -> dict[str, Any]:
    """Return cameras as a producer takes them, secrets as `SecretStr`; None stays None."""
    return {name: one and one.model_dump(exclude_none=True) for name, one in cameras.items()}
