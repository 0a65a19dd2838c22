"""Our own encoding changes a frame and its score by less than is promised."""

import shutil
from pathlib import Path
from statistics import mean

import click
import numpy as np
import pytest

from benchmarks.reencoding import SAMPLES, measure, psnr_db


def test_encoding_changes_a_frame_and_its_score_by_less_than_is_promised(tmp_path: Path) -> None:
    for name in ("helicopter", "harbour", "people", "rooftop"):
        shutil.copy(SAMPLES / f"{name}.jpg", tmp_path)
    changes = measure(tmp_path)
    assert len(changes) == 20
    assert min(change.psnr_db for change in changes) > 40
    assert mean(abs(change.score_change) for change in changes) < 0.01


def test_psnr_is_that_of_the_textbook() -> None:
    black, one = np.zeros((4, 4), np.uint8), np.ones((4, 4), np.uint8)
    assert psnr_db(black, black) == float("inf")
    assert psnr_db(black, one) == pytest.approx(48.1308, abs=1e-4)


def test_a_folder_without_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="found none"):
        measure(tmp_path)
