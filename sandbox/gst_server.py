"""GStreamer's RTSP server: the process behind `sandbox.gst_camera`, run by the system's Python, which has its bindings.

    /usr/bin/python3 gst_server.py CONFIG.json

The file says: port, path, pictures (folder of JPEG files, shown in a loop), rate_hz, launch (the pipeline, which begins
with an appsrc named source), user and password (null: none asked), digest (false: basic).
"""

import json
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402 - after their versions were chosen

_ROLE: Final = "viewer"
_RIGHTS: Final = f"{_ROLE}, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"


def _ask_for_password(server: Any, factory: Any, user: str, password: str, digest: bool) -> None:
    auth, token = GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, _ROLE)
    if digest:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(user, password, token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)
    factory.add_role_from_structure(Gst.Structure.from_string(_RIGHTS)[0])


def _feed(media: Any, pictures: Sequence[bytes], rate_hz: int) -> None:
    """Give a stream that begins its pictures, each with its time, as often as it asks for one."""
    numbers = count()

    def push(source: Any, _length: int) -> None:
        number = next(numbers)
        buffer = Gst.Buffer.new_wrapped(pictures[number % len(pictures)])
        buffer.pts = number * Gst.SECOND // rate_hz
        buffer.duration = Gst.SECOND // rate_hz
        source.emit("push-buffer", buffer)

    media.get_element().get_by_name("source").connect("need-data", push)


def main(config: dict[str, Any]) -> None:
    """Serve until the process is ended."""
    Gst.init(None)
    server, factory = GstRtspServer.RTSPServer(), GstRtspServer.RTSPMediaFactory()
    server.set_address("127.0.0.1")
    server.set_service(str(config["port"]))
    factory.set_launch(config["launch"])
    factory.set_shared(True)
    pictures = [path.read_bytes() for path in sorted(Path(config["pictures"]).glob("*.jpg"))]
    factory.connect("media-configure", lambda _, media: _feed(media, pictures, config["rate_hz"]))
    if config["user"] is not None:
        _ask_for_password(server, factory, config["user"], config["password"], config["digest"])
    server.get_mount_points().add_factory(f"/{config['path']}", factory)
    server.attach(None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
