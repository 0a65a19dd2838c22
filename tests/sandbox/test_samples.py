"""The sample frames: each credited, each a grey JPEG, small in all."""

from pathlib import Path

import pytest
import simplejpeg

from sandbox.film import SAMPLES

FILES = sorted(SAMPLES.glob("*.jpg"))


def test_each_frame_has_its_credit_and_each_credit_its_frame() -> None:
    text = (SAMPLES / "README.md").read_text()
    assert [path for path in FILES if f"`{path.name}`" not in text] == []
    named = {word.strip("`") for word in text.split() if word.endswith(".jpg`") and "/" not in word}
    assert {name for name in named if not name[0].isdigit()} == {path.name for path in FILES}


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < 1_500_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_sample_is_a_grey_jpeg(path: Path) -> None:
    height_px, width_px, colour, _ = simplejpeg.decode_jpeg_header(path.read_bytes())
    assert (width_px, height_px) in {(640, 512), (320, 256)}
    assert colour == "Gray"
