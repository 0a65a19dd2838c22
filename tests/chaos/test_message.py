"""What a scenario sends: good messages are frames, bad ones are none."""

import pytest

from chaos.message import TINY_MODEL, Message, bad_messages, pictures
from chaos.reference import qualities
from flir_iqa.decoding import decode_frame
from flir_iqa.errors import DecodeError, RecordError
from plumbing.frames import FrameHeaders


def test_no_two_good_pictures_have_the_same_quality() -> None:
    found = qualities(TINY_MODEL, pictures())
    assert len(set(found.values())) == len(pictures()) >= 3


@pytest.mark.parametrize("message", bad_messages())
def test_a_bad_message_has_no_key_or_no_picture_or_bad_headers(message: Message) -> None:
    if message.keyed:
        with pytest.raises((DecodeError, RecordError)):
            FrameHeaders.decode(message.headers)
            decode_frame(message.value)
