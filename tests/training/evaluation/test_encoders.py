"""Real encoders: clips, streams that lose packets, fields that are woven."""

from pathlib import Path

import numpy as np
import pytest

from flir_iqa.kinds import NONE
from tests.training.evaluation.answers import judgement
from training.datasets import FrameSet, to_colour
from training.distortions import Frame
from training.distortions.nal_units import is_slice, split_units
from training.evaluation.clip import pan, shake
from training.evaluation.encoders import CRFS, encoder_trials, summarise_encoders
from training.evaluation.interlaced_stream import show_interlaced, show_progressive, weave
from training.evaluation.lossy_stream import decode_stream, encode_stream, lose_slices
from training.evaluation.streams import INTERLACED, LOSSY, stream_trials
from training.evaluation.video_codec import H264, H265, Encoding, decode, encode
from training.synthetic_scene import draw_scene


def test_a_pan_moves_by_the_step_and_keeps_even_sides(scene: Frame, rng: np.random.Generator) -> None:
    clip = pan(scene, 4, (0, 3), rng)
    assert {frame.shape for frame in clip} == {(120, 150)}
    moved = clip[1][:, :-3].astype(int) - clip[0][:, 3:]
    assert np.abs(moved).mean() < 2  # the sensor noise of both


def test_a_small_frame_is_panned_by_less(rng: np.random.Generator) -> None:
    clip = pan(np.full((40, 40), 99, np.uint8), 11, (9, 9), rng)
    assert clip[0].shape == (30, 30)


def test_a_shake_stays_within_its_reach(scene: Frame, rng: np.random.Generator) -> None:
    clip = shake(scene, 6, 100, rng)
    assert len({frame.shape for frame in clip}) == 1
    assert clip[0].shape[0] >= 120 - 120 // 8 - 1


@pytest.mark.parametrize("encoding", [H264, H265])
@pytest.mark.parametrize("colour", [False, True])
def test_a_clip_comes_back_as_it_was(encoding: Encoding, colour: bool, scene: Frame) -> None:
    clip = [to_colour(scene) if colour else scene] * 3
    decoded = decode(encode(clip, encoding), encoding, grey=not colour)
    assert [frame.shape for frame in decoded] == [clip[0].shape] * 3
    assert np.abs(decoded[-1].astype(int) - clip[-1]).mean() < 5


def test_a_stream_is_split_into_its_units() -> None:
    stream = b"\x00\x00\x00\x01\x67sps" + b"\x00\x00\x01\x65key" + b"\x00\x00\x01\x41slice" + b"\x00\x00\x01"
    units = split_units(stream)
    assert b"".join(units) == stream
    assert [is_slice(unit) for unit in units] == [False, True, True, False]
    assert split_units(b"") == []


def test_losing_packets_loses_slices_but_no_frame(scene: Frame) -> None:
    packets = encode_stream(shake(scene, 8, 16, np.random.default_rng(0)))
    arrived = lose_slices(packets, np.random.default_rng(1))
    sound, received = decode_stream(packets, grey=True), decode_stream(arrived, grey=True)
    assert sum(map(len, arrived)) < sum(map(len, packets))
    assert len(received) == len(sound) == 8
    assert not np.array_equal(sound[-1], received[-1])


def test_woven_fields_take_turns_by_rows() -> None:
    first, second = np.zeros((4, 2), np.uint8), np.full((4, 2), 9, np.uint8)
    assert weave([first, second])[0][:, 0].tolist() == [0, 9, 0, 9]


def test_motion_combs_an_interlaced_frame_and_not_a_progressive_one(scene: Frame, rng: np.random.Generator) -> None:
    fields = pan(scene, 8, (0, 5), rng)
    combing = []
    for frame in (show_progressive(fields), show_interlaced(fields)):
        rows = frame.astype(int)
        combing.append(np.abs(rows[1:] - rows[:-1]).mean() / np.abs(rows[2:] - rows[:-2]).mean())
    assert combing[0] < 0.9
    assert combing[1] > combing[0] * 1.3


def test_each_rate_factor_gives_a_frame_and_the_lowest_rate_the_worst_one() -> None:
    frames = FrameSet("gate", (Path("a.png"),), (draw_scene(128, 160, np.random.default_rng(3)),))
    trials = list(encoder_trials(frames, 0))
    assert [trial.protocol for trial in trials] == [f"{codec}:{crf}" for codec in ("h264", "h265") for crf in CRFS]
    assert [trial.kind for trial in trials[:3]] == [NONE, NONE, "compression"]


def test_the_middle_rates_count_in_no_auc() -> None:
    by_crf = {20: 0.9, 24: 0.6, 32: 0.0, 38: 0.7, 51: 0.1}
    judgements = [
        judgement(NONE if crf <= 24 else "compression", quality, protocol=f"h264:{crf}")
        for crf, quality in by_crf.items()
    ]
    (figures,) = summarise_encoders(judgements)
    assert (figures.codec, figures.n_clips, figures.auc) == ("h264", 1, 0.75)
    assert figures.mean_quality == by_crf


def test_streams_give_a_sound_and_a_broken_frame_where_it_shows(scene: Frame) -> None:
    frames = FrameSet("gate", (Path("a.png"), Path("flat.png")), (scene, np.full((120, 160), 90, np.uint8)))
    trials = list(stream_trials(frames, 0))
    assert {trial.frame for trial in trials} == {"a.png"}
    kinds = [(trial.protocol, trial.kind) for trial in trials]
    assert (INTERLACED, "interlace_combing") in kinds
    assert kinds.count((LOSSY, NONE)) == kinds.count((LOSSY, "packet_loss"))


def test_frames_too_small_for_a_clip_are_left_out() -> None:
    narrow = FrameSet("gate", (Path("a"),), (np.zeros((40, 200), np.uint8),))
    assert list(stream_trials(narrow, 0)) == list(encoder_trials(narrow, 0)) == []
    assert summarise_encoders([]) == []
