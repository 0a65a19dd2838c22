"""Video files as cameras."""

from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest
import simplejpeg
from av.video.stream import VideoStream

from flir_iqa.errors import CameraError
from plumbing.cameras import CameraSettings
from producers.captured import CapturedFrame
from producers.sources.film import FilmSource, Pace
from producers.sources.pulse import Pulse
from tests.producers.films import HEIGHT, WIDTH, grey_picture, write_film


def frames_of(path: Path, n_at_most: int | None = None, loop: bool | None = None) -> list[CapturedFrame]:
    """Play a film and return its frames."""
    source = FilmSource(path, CameraSettings(url=str(path), loop=loop))
    stream = source.open(Pulse())
    try:
        return list(islice(stream.frames(), n_at_most))
    finally:
        stream.close()


@pytest.mark.parametrize("codec", ["libx264", "libx265", "mpeg4"])
def test_a_film_yields_each_frame_once_and_in_order(tmp_path: Path, codec: str) -> None:
    frames = frames_of(write_film(tmp_path / "film.mp4", 12, fps=100, codec=codec))
    times = [frame.pts_s for frame in frames if frame.pts_s is not None]
    assert len(times) == 12
    assert times == sorted(times)
    assert {(frame.width, frame.height) for frame in frames} == {(WIDTH, HEIGHT)}
    assert all(frame.captured_at.tzinfo is not None for frame in frames)


def test_frames_are_captured_at_the_films_own_pace(tmp_path: Path) -> None:
    frames = frames_of(write_film(tmp_path / "film.mp4", 11, fps=25))
    assert (frames[-1].captured_at - frames[0].captured_at).total_seconds() >= 0.39


def test_a_grey_film_becomes_a_grey_jpeg_of_full_range(tmp_path: Path) -> None:
    frame = frames_of(write_film(tmp_path / "film.mp4", 1))[0]
    assert frame.picture is not None
    jpeg = frame.picture.to_jpeg(95)
    assert simplejpeg.decode_jpeg_header(jpeg)[2] == "Gray"
    decoded = simplejpeg.decode_jpeg(jpeg, "GRAY")[:, :, 0].astype(int)
    assert np.abs(decoded - grey_picture(0).astype(int)).mean() < 3


def test_a_coloured_film_stays_coloured(tmp_path: Path) -> None:
    frame = frames_of(write_film(tmp_path / "film.mp4", 1, coloured=True))[0]
    assert frame.picture is not None
    blue, _, red = np.moveaxis(simplejpeg.decode_jpeg(frame.picture.to_jpeg(95), "BGR").astype(int), 2, 0)
    assert (red - blue).mean() > 80


def test_a_motion_jpeg_film_passes_through_untouched(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.avi", 3, fps=100, codec="mjpeg")
    stored = path.read_bytes()
    for frame in frames_of(path):
        assert frame.picture is not None
        assert frame.picture.to_jpeg(10) in stored


def test_a_looping_film_begins_again(tmp_path: Path) -> None:
    frames = frames_of(write_film(tmp_path / "film.mp4", 4, fps=100), 10, loop=True)
    assert len(frames) == 10
    assert frames[4].pts_s == frames[0].pts_s


def test_a_stopped_film_ends_at_once(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4", 50, fps=1)
    stopped = Pulse()
    frames = FilmSource(path, CameraSettings(url=str(path))).open(stopped).frames()
    next(frames)
    stopped.set()
    assert list(frames) == []


def test_a_missing_film_and_one_that_is_none_say_so(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"cannot open the film .*No such file"):
        frames_of(tmp_path / "film.mp4")
    (tmp_path / "text.mp4").write_text("no film")
    with pytest.raises(CameraError, match="cannot open the film"):
        frames_of(tmp_path / "text.mp4")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{film}\n#EXT-X-ENDLIST\n"),
        ("list.ffconcat", "ffconcat version 1.0\nfile {film}\n"),
        ("list.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 26\n"),
    ],
)
def test_a_file_cannot_make_us_open_another(tmp_path: Path, name: str, text: str) -> None:
    film = write_film(tmp_path / "film.mp4", 2)
    (tmp_path / name).write_text(text.format(film=film))
    with pytest.raises(CameraError, match="cannot open the film"):
        frames_of(tmp_path / name)


def test_a_film_that_is_cut_off_ends_without_a_crash(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mkv", 60, fps=200)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 0 < len(frames_of(path)) < 60


def test_pace_waits_for_the_presentation_time() -> None:
    pace = Pace(25)
    assert pace.wait_s(3.0, 100.0) == 0
    assert pace.wait_s(3.5, 100.2) == pytest.approx(0.3)
    assert pace.wait_s(3.6, 101.0) == 0


def test_pace_takes_jumps_as_cuts_and_does_without_times() -> None:
    pace = Pace(10)
    pace.wait_s(0.0, 100.0)
    assert pace.wait_s(5000.0, 100.0) == pytest.approx(0.1)
    assert pace.wait_s(0.0, 100.1) == pytest.approx(0.1)
    assert pace.wait_s(None, 100.2) == pytest.approx(0.1)


def test_a_film_of_pictures_that_are_too_large_is_refused_before_one_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 4112, 4096, "yuv420p"
        frame = av.VideoFrame(4112, 4096, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(CameraError, match=r"at most 16,777,216 pixels, the stream says 4112 x 4096"):
        list(FilmSource(path, CameraSettings(url=str(path))).open(Pulse()).frames())
