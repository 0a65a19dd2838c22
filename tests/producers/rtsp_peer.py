"""A camera on plain sockets that does as it is told: it speaks RTSP over TCP and sends motion JPEG, well or badly."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Final, Self

import numpy as np
import simplejpeg
from numpy.typing import NDArray

_CLOCK_HZ: Final = 90_000
_PART_BYTES: Final = 1400
_SDP: Final = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 0 RTP/AVP 26\r\na=control:track\r\n"

Behaviour = Callable[["Client"], None]
"""What a camera does with a client that asked to play; the connection is closed after it."""


class Client:
    """A connection to one client, which wants to see pictures."""

    def __init__(self, connection: socket.socket, ended: threading.Event) -> None:
        self.connection = connection
        self.ended = ended
        self._sequence = 0

    def send_picture(self, picture: NDArray[np.uint8], pts_s: float, share: float = 1.0) -> None:
        """Send a picture as RFC 2435 says, or only the first share of its packets."""
        packets = list(self._packets(picture, pts_s))
        self.connection.sendall(b"".join(packets[: max(1, round(share * len(packets)))]))

    def send(self, payload: bytes, pts_s: float = 0.0, *, last: bool = True) -> None:
        """Send one RTP packet, whatever is in it."""
        self.connection.sendall(self._packet(payload, pts_s, last=last))

    def wait(self) -> None:
        """Say nothing more until the camera is ended."""
        self.ended.wait()

    def _packet(self, payload: bytes, pts_s: float, *, last: bool) -> bytes:
        kind = 26 | (0x80 if last else 0)
        head = struct.pack(">BBHII", 0x80, kind, self._sequence % 65_536, int(pts_s * _CLOCK_HZ) % 2**32, 7)
        self._sequence += 1
        return b"$\0" + struct.pack(">H", len(head) + len(payload)) + head + payload

    def _packets(self, picture: NDArray[np.uint8], pts_s: float) -> Iterator[bytes]:
        tables, scan = _parts(picture)
        height, width = picture.shape
        for at in range(0, len(scan), _PART_BYTES):
            head = struct.pack(">I", at) + bytes([1, 255, width // 8, height // 8])  # 4:2:0, tables come along
            if at == 0:
                head += struct.pack(">BBH", 0, 0, len(tables)) + tables
            part = scan[at : at + _PART_BYTES]
            yield self._packet(head + part, pts_s, last=at + _PART_BYTES >= len(scan))


def _parts(picture: NDArray[np.uint8]) -> tuple[bytes, bytes]:
    """Return the quantisation tables and the compressed picture, which is all that goes over RTP."""
    coloured = np.repeat(picture[:, :, np.newaxis], 3, axis=2)
    jpeg = simplejpeg.encode_jpeg(coloured, 85, "BGR", "420")
    tables, at = b"", 2
    while jpeg[at + 1] != 0xDA:
        length = int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at + 1] == 0xDB:
            tables += b"".join(jpeg[i + 1 : i + 65] for i in range(at + 4, at + 2 + length, 65))
        at += 2 + length
    at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return tables, jpeg[at : jpeg.rindex(b"\xff\xd9")]


class RtspPeer:
    """A camera whose clients each get the next behaviour, the last one again and again; a context manager.

    Attributes:
        n_clients: How many asked to play, so far.
        requests: All that was asked.
        location: Where it redirects to; `None` for a camera that plays itself.
    """

    def __init__(self, *behaviours: Behaviour, location: str | None = None) -> None:
        self.n_clients = 0
        self.requests: list[str] = []
        self._behaviours = behaviours
        self.location = location
        self._ended = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.url = f"rtsp://127.0.0.1:{self.port}/stream"
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for thread in self._threads:
            thread.join(30)

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self._negotiate(connection):
                    number = min(self.n_clients, len(self._behaviours) - 1)
                    self.n_clients += 1
                    self._behaviours[number](Client(connection, self._ended))
            except OSError:
                return  # the client has gone

    def _negotiate(self, connection: socket.socket) -> bool:
        """Answer requests up to PLAY; return whether that came."""
        text = ""
        while chunk := connection.recv(65_536):
            text += chunk.decode()
            while "\r\n\r\n" in text:
                request, _, text = text.partition("\r\n\r\n")
                self.requests.append(request)
                connection.sendall(self._answer(request).encode())
                if request.startswith("PLAY"):
                    return True
        return False

    def _answer(self, request: str) -> str:
        count = next(line for line in request.split("\r\n") if line.lower().startswith("cseq"))
        if self.location is not None:
            return f"RTSP/1.0 302 Found\r\n{count}\r\nLocation: {self.location}\r\n\r\n"
        if request.startswith("DESCRIBE"):
            head = f"Content-Type: application/sdp\r\nContent-Length: {len(_SDP)}\r\n"
            return f"RTSP/1.0 200 OK\r\n{count}\r\n{head}\r\n{_SDP}"
        more = "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
        return f"RTSP/1.0 200 OK\r\n{count}\r\nPublic: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n{more}\r\n"


def grey(width: int, height: int, level: int = 90) -> NDArray[np.uint8]:
    """Return a picture with some texture, its sides multiples of 16."""
    picture = np.full((height, width), level, np.uint8)
    picture[:, ::5] += 20
    return picture


def steady(width: int = 320, height: int = 256, fps: float = 25.0, n_frames: int = 10**9) -> Behaviour:
    """Send pictures at a rate, as a good camera does."""

    def send(client: Client) -> None:
        began_s = time.monotonic()
        for number in range(n_frames):
            client.send_picture(grey(width, height, 60 + number % 60), number / fps)
            if client.ended.wait(max(0.0, began_s + (number + 1) / fps - time.monotonic())):
                return

    return send
