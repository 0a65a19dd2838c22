"""Films: the phases that were asked for, each visibly different, and clean where nothing is done."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from sandbox.effects import EFFECTS, Frame
from sandbox.errors import SandboxError
from sandbox.film import DEMO_PHASES, SAMPLES, Film, Phase, phases_of
from sandbox.scenes import Scenes

SHORT = Film(phases_of(clean=1, blurred=1, noisy=1, over_exposed=1, recovered=1))


def sharpness(frame: Frame) -> float:
    """Return the variance of the Laplacian, the usual measure of focus."""
    return float(cv2.Laplacian(frame, cv2.CV_64F).var())


def decoded(path: Path) -> list[Frame]:
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray(format="gray"), np.uint8) for frame in container.decode(video=0)]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Frame]:
    """What a viewer of the short film sees."""
    return decoded(SHORT.file(tmp_path_factory.mktemp("films")))


def of_phase(pictures: list[Frame], name: str) -> list[Frame]:
    return [picture for index, picture in enumerate(pictures) if SHORT.phase_at(index / SHORT.rate_hz).name == name]


def test_the_film_has_the_length_size_and_rate_that_were_asked_for(pictures: list[Frame], tmp_path: Path) -> None:
    assert len(pictures) == SHORT.n_frames == 50
    assert pictures[0].shape == (512, 640)
    with av.open(str(Film.clean(0.5, rate_hz=20).file(tmp_path))) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == Fraction(20)
        assert (stream.frames, stream.codec_context.name) == (10, "h264")
        assert not any(frame.pict_type == av.video.frame.PictureType.B for frame in container.decode(stream))


def test_the_phases_differ_measurably(pictures: list[Frame]) -> None:
    sharp = {name: np.mean([sharpness(frame) for frame in of_phase(pictures, name)]) for name in EFFECTS}
    saturated = {name: np.mean([frame == 255 for frame in of_phase(pictures, name)]) for name in EFFECTS}
    assert sharp["blurred"] < sharp["clean"] / 5
    assert sharp["noisy"] > sharp["clean"] * 5
    assert saturated["over-exposed"] > 0.2
    assert saturated["clean"] < 0.05


def test_encoding_changes_next_to_nothing(pictures: list[Frame]) -> None:
    psnr = [cv2.PSNR(drawn, seen) for drawn, seen in zip(SHORT.frames(), pictures, strict=True)]
    clean = psnr[: SHORT.rate_hz]
    assert min(clean) > 40


def test_the_view_moves_from_frame_to_frame_and_stays_sharp() -> None:
    still = cv2.imread(str(SAMPLES / "crossroads.jpg"), cv2.IMREAD_GRAYSCALE)
    assert still is not None
    views = list(Film.clean(2).frames())
    assert all(not np.array_equal(one, other) for one, other in pairwise(views))
    assert min(sharpness(view) for view in views) > sharpness(np.asarray(still, np.uint8)) / 3


def test_a_film_is_the_same_each_time_and_made_once(tmp_path: Path) -> None:
    film = Film(phases_of(noisy=0.3))
    assert all(np.array_equal(one, other) for one, other in zip(film.frames(), film.frames(), strict=True))
    path = film.file(tmp_path)
    before = path.stat().st_mtime_ns
    assert film.file(tmp_path) == path
    assert path.stat().st_mtime_ns == before
    assert list(tmp_path.iterdir()) == [path]


def test_another_film_is_another_file(tmp_path: Path) -> None:
    assert Film.clean(0.2).file(tmp_path) != Film.clean(0.3).file(tmp_path)


def test_the_demo_shows_all_phases_within_half_a_minute() -> None:
    assert [phase.name for phase in DEMO_PHASES] == list(EFFECTS)
    assert DEMO_PHASES[-1].end_s < 30
    assert all(one.end_s == other.start_s for one, other in pairwise(DEMO_PHASES))


@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.parametrize("value", [0, 255])
def test_an_effect_keeps_shape_and_type_even_of_flat_frames(name: str, value: int) -> None:
    frame = np.full((32, 40), value, np.uint8)
    outcome = EFFECTS[name](frame, np.random.default_rng(0))
    assert outcome.shape == frame.shape
    assert outcome.dtype == np.uint8


def test_an_unknown_phase_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SandboxError, match=r"expected a phase named clean, .*recovered, got 'rainy'"):
        Phase("rainy", 0, 1)


def test_a_phase_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(SandboxError, match=r"got 2 to 1 s"):
        Phase("clean", 2, 1)


def test_stills_that_are_too_small_or_no_pictures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=r"640 x 512 or more, harbour.jpg is \(320, 256\)"):
        Scenes([SAMPLES / "harbour.jpg"], 640, 512)
    (tmp_path / "note.jpg").write_bytes(b"no picture")
    with pytest.raises(SandboxError, match=r"cannot read the still 'note\.jpg'"):
        Scenes([tmp_path / "note.jpg"], 640, 512)
    with pytest.raises(SandboxError, match="got none"):
        Scenes([], 640, 512)
