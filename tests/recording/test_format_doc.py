"""docs/recording-format.md says what the code does."""

import json
import re
from pathlib import Path

import pytest

from recording import channels, envelope
from recording.gaps import GapReason
from recording.message import TimestampType
from recording.recorder.files import ASKED

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "recording-format.md").read_text()


def test_the_envelope_of_the_document_is_one() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    opened = envelope.decode(example.encode())
    assert (opened.message.key, opened.value_channel) == (b"gate", "/cameras/gate")
    assert opened.message.headers[1] == ("raw", b"\xff")
    assert json.loads(envelope.encode(opened.message, opened.value_channel)) == json.loads(example)


@pytest.mark.parametrize(
    "name",
    [
        *envelope.SCHEMA["properties"],
        *(prefix + "<" for prefix in (channels.FRAMES, channels.RECORDS, channels.RAW, channels.ENVELOPES)),
        *(channels.ROLE, channels.SUMMARY, channels.GAP, ASKED, channels.COMPRESSED_IMAGE, envelope.SCHEMA_NAME),
        *GapReason,
        *TimestampType,
    ],
)
def test_each_name_of_the_format_is_in_the_document(name: str) -> None:
    assert f"`{name}" in TEXT
