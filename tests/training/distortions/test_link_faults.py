"""Faults of the way from the camera: analogue lines, fields, coded streams."""

import numpy as np
import pytest

from training.distortions import Frame
from training.distortions.coded_video import decode_h264, encode_h264, lose_slices
from training.distortions.compression import video_round_trip
from training.distortions.interlacing import InterlaceCombing
from training.distortions.line_noise import LineNoise
from training.distortions.moving_clip import make_clip
from training.distortions.nal_units import is_slice, split_units
from training.distortions.packet_loss import PacketLoss

SEEDS = range(20)


def test_line_noise_hits_some_rows_and_leaves_the_others_alone(scene: Frame) -> None:
    for seed in SEEDS:
        noisy = LineNoise().apply(scene, 0.5, np.random.default_rng(seed))
        hit = (noisy != scene).any(axis=1).mean()
        assert 0 < hit < 0.5


def test_combing_moves_every_other_row_only(scene: Frame) -> None:
    for seed in SEEDS:
        combed = InterlaceCombing().apply(scene, 0.5, np.random.default_rng(seed))
        kept = [np.array_equal(combed[first::2], scene[first::2]) for first in (0, 1)]
        assert kept.count(True) == 1


def test_combed_rows_differ_more_from_their_neighbours_than_from_the_rows_after_next(scene: Frame) -> None:
    def ratio(frame: Frame) -> float:
        values = frame.astype(float)
        return float(np.abs(values[1:] - values[:-1]).mean() / np.abs(values[2:] - values[:-2]).mean())

    ratios = [ratio(InterlaceCombing().apply(scene, 0.6, np.random.default_rng(seed))) for seed in SEEDS]
    assert np.median(ratios) > 1.05 > ratio(scene)


@pytest.mark.parametrize("severity", [0.2, 0.5, 0.9])
def test_lost_blocks_make_up_their_share_of_the_picture(scene: Frame, severity: float) -> None:
    shares = []
    for seed in range(40):
        lossy = PacketLoss().apply(scene, severity, np.random.default_rng(seed))
        shares.append(float((np.abs(lossy.astype(int) - scene) > 3).mean()))
    assert 0.1 * severity < np.mean(shares) < 1.2 * severity


def test_a_stream_without_loss_comes_back_as_it_was(scene: Frame) -> None:
    packets = encode_h264([scene, scene], crf=1, n_slices=4)
    decoded = decode_h264(packets, (scene.shape[0], scene.shape[1]))
    assert len(packets) == 2
    assert decoded is not None
    assert np.abs(decoded.astype(int) - scene).mean() < 1.5


def test_a_stream_that_lost_slices_still_gives_a_picture_that_differs(scene: Frame) -> None:
    rng = np.random.default_rng(1)
    clip = make_clip(scene, n_frames=3, reach_px=12, rng=rng)
    packets = encode_h264(clip, crf=20, n_slices=8)
    whole = decode_h264(packets, (120, 160))
    lossy = [packets[0], *(lose_slices(packet, 0.5, rng, first_stays=True) for packet in packets[1:])]
    received = decode_h264(lossy, (120, 160))
    assert sum(map(len, lossy)) < sum(map(len, packets))
    assert whole is not None
    assert received is not None
    assert np.abs(received.astype(int) - whole).mean() > 2


def test_what_is_no_stream_gives_no_picture() -> None:
    assert decode_h264([b"", b"no stream at all"], (16, 16)) is None


@pytest.mark.parametrize("h265", [False, True])
def test_a_coded_picture_gets_worse_with_its_rate_factor(scene: Frame, *, h265: bool) -> None:
    def error(crf: float) -> float:
        shown = video_round_trip(scene, crf, np.random.default_rng(4), h265=h265)
        return float(np.abs(shown.astype(int) - scene).mean())

    errors = [error(crf) for crf in (12, 30, 45)]
    assert errors == sorted(errors)
    assert errors[2] > 2 * errors[0]


def test_runs_of_slices_are_lost_as_often_as_asked_for(scene: Frame) -> None:
    packet = encode_h264([scene], crf=20, n_slices=10)[0]
    n_slices = sum(map(is_slice, split_units(packet)))
    for share in (0.1, 0.4):
        rng = np.random.default_rng(3)
        arrived = [lose_slices(packet, share, rng, first_stays=False) for _ in range(300)]
        n_arrived = sum(is_slice(unit) for each in arrived for unit in split_units(each))
        assert 1 - n_arrived / (n_slices * len(arrived)) == pytest.approx(share, abs=0.08)


def test_the_first_slice_stays_where_it_is_needed(scene: Frame) -> None:
    packet = encode_h264([scene], crf=20, n_slices=6)[0]
    first = next(unit for unit in split_units(packet) if is_slice(unit))
    rng = np.random.default_rng(5)
    assert all(first in lose_slices(packet, 0.8, rng, first_stays=True) for _ in range(20))


def test_a_clip_ends_with_its_frame_and_moves_before(scene: Frame) -> None:
    clip = make_clip(scene, n_frames=5, reach_px=10, rng=np.random.default_rng(2))
    assert [each.shape for each in clip] == [scene.shape] * 5
    assert np.abs(clip[-1].astype(int) - scene).mean() < 1.5
    assert all(np.abs(each.astype(int) - scene).mean() > 2 for each in clip[:-1])


@pytest.mark.parametrize("shape", [(61, 75), (64, 48)])
def test_odd_sides_survive_the_encoder(shape: tuple[int, int]) -> None:
    frame = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    assert video_round_trip(frame, 30, np.random.default_rng(1), h265=False).shape == shape
