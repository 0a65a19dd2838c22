"""Keeps cameras' addresses from viewers, also where one stands in the middle of an error's text."""

import re
from typing import Final

from starlette.types import Message, Send

_URL: Final = re.compile(rb"""\b(?!urn:)[A-Za-z][A-Za-z0-9+.-]{1,20}:\\?/\\?/[^\s"'<>\\]+""")


def without_addresses(send: Send) -> Send:
    """Return a way to answer in which each URL is struck through by as many asterisks; the length stays.

    The routes leave addresses out of what a viewer gets; this is for the text of errors, which others wrote.
    """
    is_text = False

    async def send_checked(message: Message) -> None:
        nonlocal is_text
        if message["type"] == "http.response.start":
            is_text = any(
                name.lower() == b"content-type" and (b"json" in kind or b"event-stream" in kind)
                for name, kind in message["headers"]
            )
        elif message["type"] == "http.response.body" and is_text:
            body = message.get("body", b"")
            message = {**message, "body": _URL.sub(lambda found: b"*" * len(found[0]), body)}
        await send(message)

    return send_checked
