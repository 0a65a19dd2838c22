"""What a viewer gets holds no address, also where it stands in the middle of a text."""

import asyncio

import pytest
from starlette.types import Message

from control.hidden_addresses import without_addresses


def sent(body: bytes, kind: bytes) -> bytes:
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    async def answer() -> None:
        checked = without_addresses(send)
        await checked({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
        await checked({"type": "http.response.body", "body": body})

    asyncio.run(answer())
    found: bytes = messages[1]["body"]
    return found


@pytest.mark.parametrize(
    "url", [b"rtsp://192.0.2.7/stream", b"rtsps://u:***@h:554/a?b=c", b"http://h", b"file:///films/a", b"RTSP://h/"]
)
def test_every_address_is_struck_through_and_the_length_stays(url: bytes) -> None:
    body = b'{"error": "no answer from ' + url + b' within 5 s"}'
    expected = b'{"error": "no answer from ' + b"*" * len(url) + b' within 5 s"}'
    assert sent(body, b"application/json") == expected
    assert sent(body, b"text/event-stream; charset=utf-8") == expected


@pytest.mark.parametrize("body", [b'{"at": "2026-01-31T12:00:00Z"}', b'{"ratio": "1:2"}', b'"a // b"'])
def test_other_text_stays_as_it_is(body: bytes) -> None:
    assert sent(body, b"application/json") == body


def test_pictures_stay_as_they_are() -> None:
    assert sent(b"rtsp://in/a/picture", b"image/jpeg") == b"rtsp://in/a/picture"
