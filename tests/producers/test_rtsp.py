"""Network cameras: real servers of two makes, and ones that misbehave."""

import socket
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import simplejpeg

from flir_iqa.errors import CameraError
from plumbing.cameras import CameraSettings
from producers.captured import CapturedFrame
from producers.errors import StalledError, UnauthorisedError
from producers.settings import ProduceSettings
from producers.sources.pulse import Pulse
from producers.sources.rtsp import RtspSource
from sandbox.camera import RtspCamera
from sandbox.film import Film
from sandbox.gst_camera import GstCamera, Login
from sandbox.ports import free_port

pytestmark = pytest.mark.integration

PASSWORD = "p@:s/#ö%1"  # noqa: S105 - of a camera that lives as long as the test


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of thermal pictures as an MJPEG camera has them."""
    return Film.clean(duration_s=1).pictures(tmp_path_factory.mktemp("pictures"))


@pytest.fixture
def mute_port() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def source_of(camera: CameraSettings, timeout_s: float = 5) -> RtspSource:
    """Make the source of a camera."""
    return RtspSource(camera, ProduceSettings(open_timeout_s=timeout_s, read_timeout_s=timeout_s))


def frames_of(camera: CameraSettings, n_frames: int) -> list[CapturedFrame]:
    """Read the first frames of a camera that are not late."""
    stream = source_of(camera).open(Pulse())
    try:
        return list(islice((frame for frame in stream.frames() if not frame.late), n_frames))
    finally:
        stream.close()


def jpeg_of(frame: CapturedFrame) -> bytes:
    """Return a frame's JPEG."""
    assert frame.picture is not None
    return frame.picture.to_jpeg(95)


def segments(jpeg: bytes, marker: int) -> bytes:
    """Return the contents of all segments of one kind, put together: tables may come in one segment or in several."""
    found, at = b"", 2
    while jpeg[at + 1] != 0xDA:
        length = int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at + 1] == marker:
            found += jpeg[at + 4 : at + 2 + length]
        at += 2 + length
    return found


def scan(jpeg: bytes) -> bytes:
    """Return the compressed picture itself, up to its end marker (FFmpeg writes a second one after a camera's own)."""
    marker = jpeg.index(b"\xff\xda")
    start = marker + 2 + int.from_bytes(jpeg[marker + 2 : marker + 4])
    return jpeg[start : jpeg.index(b"\xff\xd9", start)]


def test_frames_of_a_camera_come_in_order_with_time_and_size(camera: RtspCamera) -> None:
    frames = frames_of(CameraSettings(url=camera.url), 12)
    assert {(frame.width, frame.height) for frame in frames} == {(640, 512)}
    assert [frame.captured_at for frame in frames] == sorted(frame.captured_at for frame in frames)
    times = [frame.pts_s for frame in frames if frame.pts_s is not None]
    assert times == sorted(times)
    assert len(times) >= 11  # FFmpeg does not know the time of the first before the first RTCP report
    assert simplejpeg.decode_jpeg_header(jpeg_of(frames[0]))[:3] == (512, 640, "Gray")


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_a_camera_of_another_make_is_read_over_tcp_and_udp(pictures: Path, transport: str) -> None:
    with GstCamera(pictures) as gst:
        settings = CameraSettings.model_validate({"url": gst.url, "transport": transport})
        assert {frame.height for frame in frames_of(settings, 5)} == {512}


def test_motion_jpeg_passes_through_without_being_encoded_again(pictures: Path) -> None:
    sent = {scan(path.read_bytes()): path.read_bytes() for path in pictures.glob("*.jpg")}
    with GstCamera(pictures, codec="mjpeg") as gst:
        received = [jpeg_of(frame) for frame in frames_of(CameraSettings(url=gst.url), 8)]
    for jpeg in received:
        original = sent.get(scan(jpeg))  # the compressed picture, bit for bit
        assert original is not None
        assert segments(jpeg, 0xDB) == segments(original, 0xDB)  # quantisation tables
        assert (simplejpeg.decode_jpeg(jpeg, "BGR") == simplejpeg.decode_jpeg(original, "BGR")).all()


@pytest.mark.parametrize("digest", [True, False])
def test_an_account_opens_a_camera_that_asks_for_one(pictures: Path, digest: bool) -> None:
    with GstCamera(pictures, login=Login("view@er", PASSWORD, digest)) as gst:
        reference = {"literal": PASSWORD}
        settings = CameraSettings.model_validate({"url": gst.url, "username": "view@er", "password": reference})
        assert len(frames_of(settings, 2)) == 2


def test_a_refused_password_says_so_and_is_not_shown(pictures: Path) -> None:
    with GstCamera(pictures, login=Login("viewer", PASSWORD)) as gst:
        settings = CameraSettings(url=gst.url_with("viewer", "hunter22"))
        with pytest.raises(UnauthorisedError, match=r"refuses the user name or password \(401; .*viewer") as caught:
            source_of(settings).open(Pulse())
        assert "hunter22" not in str(caught.value)


def test_an_unknown_stream_says_so(pictures: Path) -> None:
    with GstCamera(pictures) as gst, pytest.raises(CameraError, match=r"no such stream \(404\)"):
        source_of(CameraSettings(url=f"{gst.url}-not")).open(Pulse())


def test_a_port_where_nothing_listens_says_so() -> None:
    with pytest.raises(CameraError, match=r"connection refused: nothing listens at 127\.0\.0\.1:"):
        source_of(CameraSettings(url=f"rtsp://127.0.0.1:{free_port()}/x")).open(Pulse())


def test_an_unknown_host_says_so() -> None:
    with pytest.raises(CameraError, match=r"unknown host 'camera\.invalid'"):
        source_of(CameraSettings(url="rtsp://user:hunter22@camera.invalid/x")).open(Pulse())


def test_a_camera_that_says_nothing_ends_by_the_time_out(mute_port: int) -> None:
    source = source_of(CameraSettings(url=f"rtsp://user:hunter22@127.0.0.1:{mute_port}/x"), 0.5)
    with pytest.raises(CameraError, match=r"no RTSP answer within 0\.5 s") as caught:
        source.open(Pulse())
    assert "hunter22" not in str(caught.value)


def test_a_camera_that_falls_silent_is_lost(own_camera: RtspCamera) -> None:
    stream = source_of(CameraSettings(url=own_camera.url), 1).open(Pulse())
    try:
        frames = stream.frames()
        next(frames)
        own_camera.freeze()
        with pytest.raises(StalledError, match="sent nothing for 1 s"):
            list(frames)
    finally:
        own_camera.thaw()
        stream.close()


def test_a_server_that_is_no_camera_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(4096)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

        threading.Thread(target=answer).start()
        with pytest.raises(CameraError, match=r"cannot open|no RTSP answer"):
            source_of(CameraSettings(url=f"rtsp://127.0.0.1:{server.getsockname()[1]}/x"), 2).open(Pulse())


@pytest.mark.parametrize("target", ["file:///etc/hostname", "http://127.0.0.1:{port}/x"])
def test_a_camera_cannot_redirect_us_out_of_rtsp(target: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0)
        location = target.format(port=elsewhere.getsockname()[1])

        def answer() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(4096)
                peer.sendall(f"RTSP/1.0 302 Found\r\nCSeq: 1\r\nLocation: {location}\r\n\r\n".encode())

        threading.Thread(target=answer).start()
        with pytest.raises(CameraError):
            source_of(CameraSettings(url=f"rtsp://127.0.0.1:{server.getsockname()[1]}/x"), 2).open(Pulse())
        with pytest.raises(BlockingIOError):
            elsewhere.accept()
