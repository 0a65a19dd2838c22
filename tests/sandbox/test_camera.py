"""A real RTSP camera: its pictures arrive as they are in the film, at their pace, for ever."""

import socket
import time
from itertools import pairwise
from pathlib import Path

import av
import cv2
import pytest

from sandbox.camera import RtspCamera
from sandbox.errors import SandboxError
from sandbox.film import Film
from sandbox.ports import LOOPBACK
from tests.sandbox.watching import times_s, watching

pytestmark = pytest.mark.integration


def test_a_viewer_sees_the_film_from_its_beginning(camera: RtspCamera, clean_film: Path) -> None:
    with watching(camera.url) as stream, av.open(str(clean_film)) as film:
        for seen, played, _ in zip(stream.decode(video=0), film.decode(video=0), range(5), strict=False):
            assert cv2.PSNR(seen.to_ndarray(format="gray"), played.to_ndarray(format="gray")) > 60


def test_pictures_come_at_the_film_s_pace(camera: RtspCamera) -> None:
    begin = time.monotonic()
    with watching(camera.url) as stream:
        times = times_s(stream, 20)
        lasted_s = time.monotonic() - begin
    assert {round(after - before, 3) for before, after in pairwise(times)} == {0.1}
    assert lasted_s >= times[-1] - 0.1  # none came before its time


def test_the_film_begins_anew_when_it_ends(tmp_path: Path) -> None:
    film = Film.clean(1)
    with RtspCamera(film.file(tmp_path)) as camera, watching(camera.url) as stream:
        times = times_s(stream, 3 * film.n_frames)
    assert len(times) >= 3 * film.n_frames - 1
    assert times == sorted(set(times))


def test_two_viewers_watch_at_once(camera: RtspCamera) -> None:
    with watching(camera.url) as one, watching(camera.url) as other:
        assert next(one.decode(video=0)).width == 640
        assert next(other.decode(video=0)).width == 640


def test_a_film_that_is_not_there_is_not_found(camera: RtspCamera) -> None:
    with pytest.raises(av.HTTPNotFoundError), watching(camera.url.replace("film", "no-film")):
        pass


def test_a_frozen_camera_keeps_its_viewers_waiting_and_goes_on_when_thawed(own_camera: RtspCamera) -> None:
    with watching(own_camera.url, timeout_s=1.0) as stream:
        next(stream.decode(video=0))
        own_camera.freeze()
        with pytest.raises(av.error.FFmpegError):
            for _ in stream.decode(video=0):
                pass
    assert own_camera.running
    own_camera.thaw()
    with watching(own_camera.url) as stream:
        assert next(stream.decode(video=0)).width == 640


def test_a_camera_comes_back_at_the_same_address(own_camera: RtspCamera) -> None:
    url = own_camera.url
    own_camera.stop()
    own_camera.stop()
    with pytest.raises(OSError, match="refused"), watching(url):
        pass
    own_camera.start()
    assert own_camera.url == url
    with watching(url) as stream:
        assert next(stream.decode(video=0)).width == 640


def test_a_taken_port_is_refused_and_named(clean_film: Path, camera: RtspCamera) -> None:
    with pytest.raises(SandboxError, match=f"something listens on {LOOPBACK}:{camera.port} already"):
        RtspCamera(clean_film, camera.port).start()


def test_it_listens_on_the_loopback_address_alone(camera: RtspCamera) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", camera.port), timeout=5)


def test_a_missing_film_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=r"there is no file .*nothing.mp4"):
        RtspCamera(tmp_path / "nothing.mp4")


def test_a_camera_that_was_not_started_cannot_be_frozen(clean_film: Path) -> None:
    with pytest.raises(SandboxError, match="was not started"):
        RtspCamera(clean_film).freeze()
