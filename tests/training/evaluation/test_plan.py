"""Which protocol is run on which folder."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from training.errors import DatasetError
from training.evaluation.plan import ALL, Material, make_plan
from training.evaluation.protocols import FRAME_PROTOCOLS, PLANE_PROTOCOLS
from training.synthetic_scene import draw_scene


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one clean frame."""
    (tmp_path / "gate").mkdir()
    cv2.imwrite(str(tmp_path / "gate" / "a.png"), draw_scene(64, 64, np.random.default_rng(0)))
    return tmp_path / "gate"


@pytest.fixture
def planes(tmp_path: Path) -> Path:
    """A folder of one 16-bit frame."""
    (tmp_path / "kiln").mkdir()
    cv2.imwrite(str(tmp_path / "kiln" / "a.png"), np.arange(64 * 64, dtype=np.uint16).reshape(64, 64))
    return tmp_path / "kiln"


def planned(protocols: list[str], material: Material) -> list[tuple[str, str]]:
    """Names of protocols and sets."""
    return [(job.protocol.name, job.frames.name) for job in make_plan(protocols, material).jobs]


def test_without_a_word_the_ancestors_protocol_is_run(folder: Path) -> None:
    assert planned([], Material(clean=[folder])) == [("ancestor", "gate")]


def test_radiometric_frames_bring_their_protocols(folder: Path, planes: Path) -> None:
    both = Material(clean=[folder], radiometric=[planes])
    assert planned([], both) == [("ancestor", "gate"), *((name, "kiln") for name in PLANE_PROTOCOLS)]


def test_all_takes_what_there_are_frames_for(folder: Path, planes: Path) -> None:
    assert planned([ALL], Material(clean=[folder])) == [(name, "gate") for name in FRAME_PROTOCOLS]
    assert planned([ALL], Material(radiometric=[planes])) == [(name, "kiln") for name in PLANE_PROTOCOLS]


def test_a_protocol_named_twice_is_run_once_on_each_folder(folder: Path) -> None:
    assert planned(["mild", "pairs", "mild"], Material(clean=[folder, folder])) == [
        ("mild", "gate"),
        ("mild", "gate"),
        ("pairs", "gate"),
        ("pairs", "gate"),
    ]


def test_degraded_frames_need_no_clean_ones(folder: Path) -> None:
    material = Material(degraded=[("line_noise", folder)], companions=[folder])
    assert planned([], material) == [("degraded", "gate"), ("companion", "gate")]


@pytest.mark.parametrize(
    ("protocols", "message"),
    [
        (["mild"], "folders of clean frames for the protocol 'mild'"),
        ([], "at least one folder"),
        ([ALL], "at least one"),
    ],
)
def test_a_protocol_without_frames_is_refused(protocols: list[str], message: str, planes: Path) -> None:
    with pytest.raises(DatasetError, match=message):
        make_plan(protocols, Material(radiometric=[planes] if protocols == ["mild"] else []))


def test_a_radiometric_protocol_without_radiometric_frames_is_refused(folder: Path) -> None:
    with pytest.raises(DatasetError, match="--radiometric FOLDER for the protocol 'worn-gain-map'"):
        make_plan(["worn-gain-map"], Material(clean=[folder]))
