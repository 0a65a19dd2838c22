"""A camera of another make: MJPEG and H.264, UDP and TCP, with and without passwords."""

from itertools import pairwise
from pathlib import Path
from statistics import mean

import av
import cv2
import pytest

from sandbox.errors import SandboxError
from sandbox.film import Film
from sandbox.gst_camera import Codec, GstCamera, Login
from tests.sandbox.watching import times_s, watching

pytestmark = pytest.mark.integration

ACCOUNT = ("viewer", "s3cret")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Film.clean(1).pictures(tmp_path_factory.mktemp("pictures"))


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("codec", ["h264", "mjpeg"])
def test_pictures_arrive_at_their_pace(pictures: Path, codec: Codec, transport: str) -> None:
    with GstCamera(pictures, codec) as camera, watching(camera.url, transport) as stream:
        assert stream.streams.video[0].codec_context.name == codec
        times = times_s(stream, 25)  # the film, of ten pictures, begins anew
    assert len(times) >= 24
    assert mean(after - before for before, after in pairwise(times)) == pytest.approx(0.1, abs=0.01)


def test_mjpeg_arrives_without_re_encoding(pictures: Path) -> None:
    sent = [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in sorted(pictures.glob("*.jpg"))]
    with GstCamera(pictures, "mjpeg") as camera, watching(camera.url) as stream:
        seen = next(stream.decode(video=0)).to_ndarray(format="gray")
    assert max(cv2.PSNR(seen, picture) for picture in sent if picture is not None) > 50


@pytest.mark.parametrize("digest", [True, False], ids=["digest", "basic"])
def test_a_password_is_asked_for(pictures: Path, digest: bool) -> None:
    with GstCamera(pictures, "mjpeg", login=Login(*ACCOUNT, digest)) as camera:
        with watching(camera.url_with(*ACCOUNT)) as stream:
            assert next(stream.decode(video=0)).width == 640
        for url in (camera.url, camera.url_with("viewer", "wr0ng")):
            with pytest.raises(av.HTTPUnauthorizedError), watching(url):
                pass


def test_the_password_stands_in_no_command_line(pictures: Path) -> None:
    with GstCamera(pictures, login=Login(*ACCOUNT)) as camera:
        assert camera.running
        command_lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not any(b"s3cret" in line for line in command_lines)
    assert "s3cret" not in repr(Login(*ACCOUNT))


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="expected a folder of JPEG files"):
        GstCamera(tmp_path)
