"""The four topics as an AsyncAPI 3 document; the records' schemas lie beside it."""

from typing import Any, Final

from flir_iqa.version import __version__
from plumbing.frames import CAMERA_ID, CONTENT_TYPE
from plumbing.kafka.settings import TopicSettings

Part = dict[str, Any]

_CAMERA_KEY: Final[Part] = {
    "type": "string",
    "pattern": f"^{CAMERA_ID.pattern}$",
    "description": "The camera's id; partitioned by murmur2_random, as Java clients do it.",
}
_FRAME_KEY: Final[Part] = {"type": ["string", "null"], "description": "The frame's own key, whatever it was."}
_EVENT_KEY: Final[Part] = {"type": "null", "description": "None."}
RECORD_HEADERS: Final[Part] = {
    "type": "object",
    "properties": {
        "frame_topic": {"type": "string", "description": "The topic of the frames that the record is about."},
        "topic_id": {"type": "string", "description": "Kafka's own id of it, another one when it was made again."},
    },
}
"""Headers of each result, rejected frame and event."""


def describe_topics() -> Part:
    """Describe the topics by their default names: key, headers and value of each, who sends and who receives."""
    topics = TopicSettings()
    messages = {
        "frame": (topics.frames, "One picture of one camera.", _frame_message()),
        "result": (topics.results, "One record per scored frame, in the frames' order.", _result_message()),
        "rejected": (
            topics.rejected,
            "One record per frame that cannot be scored, with the reason.",
            _record_message("rejected-record", _FRAME_KEY),
        ),
        "event": (
            topics.events,
            "What happened to a stream rather than to a frame.",
            _record_message("event-record", _EVENT_KEY),
        ),
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "flir-iqa", "version": __version__, "description": "Frames in, qualities out."},
        "defaultContentType": "application/json",
        "channels": {name: _channel(name, *content) for name, content in messages.items()},
        "operations": {
            f"{_verb(name)}_{name}": {"action": _verb(name), "channel": {"$ref": f"#/channels/{name}"}}
            for name in messages
        },
    }


def _verb(name: str) -> str:
    """What the dataflow does with a channel's messages."""
    return "receive" if name == "frame" else "send"


def _channel(name: str, topic: str, meaning: str, message: Part) -> Part:
    return {
        "address": topic,
        "description": meaning,
        "messages": {name: message},
        "bindings": {"kafka": {"topic": topic, "bindingVersion": "0.5.0"}},
    }


def _frame_message() -> Part:
    return {
        "contentType": CONTENT_TYPE,
        "headers": {"$ref": "./frame-headers.schema.json"},
        "payload": {"type": "string", "format": "binary", "description": "A whole JPEG of at least 32 x 32 pixels."},
        "bindings": _key(_CAMERA_KEY),
    }


def _result_message() -> Part:
    either = [{"$ref": "./quality-record.schema.json"}, {"$ref": "./ancestor-record.schema.json"}]
    return {"headers": RECORD_HEADERS, "payload": {"anyOf": either}, "bindings": _key(_CAMERA_KEY)}


def _record_message(schema: str, key: Part) -> Part:
    return {"headers": RECORD_HEADERS, "payload": {"$ref": f"./{schema}.schema.json"}, "bindings": _key(key)}


def _key(key: Part) -> Part:
    return {"kafka": {"key": key, "bindingVersion": "0.5.0"}}
