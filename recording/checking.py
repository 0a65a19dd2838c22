"""Checks a recording from end to end."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import simplejpeg

from recording.channels import frame_channel
from recording.errors import RecordingError
from recording.message import RecordedMessage
from recording.reader import open_recording
from recording.salvage import Problem, survey

_MOST_KEPT = 1000
"""Of remarks and of problems; more are only counted."""


@dataclass(slots=True)
class Findings:
    """What a check found."""

    n_messages: int = 0
    problems: list[str] = field(default_factory=list)
    """What is damaged: the recording is not what was written."""
    remarks: list[str] = field(default_factory=list)
    """What is odd in what was recorded, which is none of the recording's doing."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many problems and remarks there are."""

    def problem(self, text: str) -> None:
        """Note damage."""
        self._note("problems", self.problems, text)

    def remark(self, text: str) -> None:
        """Note something odd."""
        self._note("remarks", self.remarks, text)

    def _note(self, name: str, texts: list[str], text: str) -> None:
        self.counts[name] += 1
        if len(texts) < _MOST_KEPT:
            texts.append(text)


def check(path: Path, progress: Callable[[int], None]) -> Findings:
    """Check the layout, checksums, envelopes, the order of offsets, pictures' heads, and the counts at the end.

    Raises:
        RecordingError: The file cannot be read, or is no MCAP file at all.
    """
    findings = Findings()
    topics: Counter[str] = Counter()
    latest: dict[tuple[str, int], int] = {}
    for each in survey(path):
        if isinstance(each, Problem):
            findings.problem(str(each))
            continue
        findings.n_messages += 1
        topics[each.topic] += 1
        progress(findings.n_messages)
        _check_offset(each, latest, findings)
        _check_picture(each, findings)
    if not findings.problems:
        _check_counts(path, topics, findings)
    return findings


def _check_offset(message: RecordedMessage, latest: dict[tuple[str, int], int], findings: Findings) -> None:
    place = (message.topic, message.partition)
    before = latest.get(place)
    if before is not None and message.offset <= before:
        findings.remark(f"{_name(message)} stands behind offset {before}")
    latest[place] = message.offset


def _check_picture(message: RecordedMessage, findings: Findings) -> None:
    if frame_channel(message) is None:
        return
    try:
        simplejpeg.decode_jpeg_header(message.value)
    except ValueError as error:
        findings.remark(f"{_name(message)} is no JPEG that can be read: {str(error)[:100]}")


def _check_counts(path: Path, topics: Counter[str], findings: Findings) -> None:
    try:
        with open_recording(path) as recording:
            said = dict(recording.info.topics)
            foreign = recording.info.foreign
    except RecordingError as error:
        findings.problem(str(error))
        return
    if not foreign and said != dict(topics):
        findings.problem(f"the end of the file says that there are {said} messages, but there are {dict(topics)}")


def _name(message: RecordedMessage) -> str:
    return f"{message.topic[:100]!r}, partition {message.partition}, offset {message.offset}"
