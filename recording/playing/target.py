"""Into which topic a replay goes: one of its own, and into a live one only if that was said twice."""

from collections.abc import Collection, Sequence
from typing import Final

from flir_iqa.errors import SettingsError
from plumbing.kafka.settings import TopicSettings, check_topic_name

PREFIX: Final = "replay-"


def choose_targets(
    recorded: Sequence[str], topics: TopicSettings, topic: str | None, into_live_topic: bool
) -> dict[str, str]:
    """Return for each recorded topic the one that it is replayed into.

    Args:
        recorded: The recorded topics of frames.
        topics: The topics of the live system.
        topic: What was asked for; by default the recorded name after `replay-`.
        into_live_topic: Whether it was said that a live topic is meant.

    Raises:
        SettingsError: The topic is a live one and that was not said twice, takes no frames, or is one for several.
    """
    if topic is None:
        if into_live_topic:
            message = "--into-live-topic also needs --topic, so that the topic was named: --topic thermal-frames"
            raise SettingsError(message)
        return {name: _with_prefix(name) for name in recorded}
    if len(recorded) > 1:
        message = (
            f"--topic is for one recorded topic, there are {', '.join(recorded)}: choose one with --recorded-topic"
        )
        raise SettingsError(message)
    check_topic_name(topic)
    _check_is_for_frames(topic, topics)
    if not into_live_topic:
        _check_is_not_live(topic, {*recorded, topics.frames, TopicSettings().frames})
    return {name: topic for name in recorded}


def _with_prefix(name: str) -> str:
    target = name if name.startswith(PREFIX) else PREFIX + name
    check_topic_name(target)
    return target


def _check_is_for_frames(topic: str, topics: TopicSettings) -> None:
    default = TopicSettings()
    others = {each for t in (topics, default) for each in (t.results, t.rejected, t.events)}
    if topic in others:
        message = f"--topic {topic!r} takes no frames; expected a topic such as {PREFIX + default.frames!r}"
        raise SettingsError(message)


def _check_is_not_live(topic: str, live: Collection[str]) -> None:
    if topic in live and not topic.startswith(PREFIX):
        message = (
            f"{topic!r} is a live topic: the replay would mix with what cameras send. Leave --topic out to replay into "
            f"{PREFIX + topic!r}, or add --into-live-topic if you mean it"
        )
        raise SettingsError(message)
