"""What a replay changes of a message, and what it leaves alone."""

from dataclasses import replace

from plumbing.frames import FrameHeaders
from recording.playing.rewriting import Rewriter, Times
from recording.units import MILLISECOND_NS
from tests.recording.playing.messages import BEGIN_MS, recorded

DUE_NS = (BEGIN_MS + 5_000_000) * MILLISECOND_NS + 999_999
CAPTURED = ("captured_at", b"2023-11-14T22:13:19.900Z")  # 100 ms before the Kafka timestamp
ODD = (("b", None), ("a", b"\xff"), ("a", b""))
FRAME = recorded(4711, 0, headers=(*ODD, CAPTURED, ("seq", b"7")))


def test_shifted_times_keep_their_distance() -> None:
    out = Rewriter(replay_id="night").rewrite(FRAME, DUE_NS, 1)
    assert out.timestamp_ms == BEGIN_MS + 5_000_000
    captured = FrameHeaders.decode(out.headers).captured_at
    assert captured is not None
    assert round(captured.timestamp() * 1000) == BEGIN_MS + 5_000_000 - 100


def test_original_times_and_all_else_go_out_byte_for_byte() -> None:
    out = Rewriter(replay_id="night", times=Times.ORIGINAL).rewrite(FRAME, DUE_NS, 1)
    assert (out.key, out.value, out.timestamp_ms) == (FRAME.key, FRAME.value, FRAME.timestamp_ms)
    assert out.headers[: len(FRAME.headers)] == list(FRAME.headers)
    assert out.headers[len(FRAME.headers) :] == [
        ("replay_id", b"night"),
        ("source_frame_id", b"thermal-frames-3-4711"),
    ]


def test_each_pass_has_a_name_of_its_own() -> None:
    rewriter = Rewriter(replay_id="night")
    names = [FrameHeaders.decode(rewriter.rewrite(FRAME, DUE_NS, number).headers).replay_id for number in (1, 2, 3)]
    assert names == ["night", "night.2", "night.3"]


def test_a_recorded_replay_is_named_anew() -> None:
    frame = replace(FRAME, headers=(("replay_id", b"old"), *FRAME.headers, ("source_frame_id", b"x-0-1")))
    headers = Rewriter(replay_id="night").rewrite(frame, DUE_NS, 1).headers
    decoded = FrameHeaders.decode(headers)
    assert (decoded.replay_id, decoded.source_frame_id) == ("night", "thermal-frames-3-4711")


def test_absurd_times_and_keys_stay_as_they_are() -> None:
    for value in (None, b"yesterday", b"\xff", b"9999-12-31T23:59:59Z"):
        frame = replace(FRAME, key=b"\xff\xfe", headers=(("captured_at", value),))
        out = Rewriter(replay_id="night", renames={"gate": "x"}).rewrite(frame, DUE_NS, 1)
        assert out.headers[0] == ("captured_at", value)
        assert out.key == b"\xff\xfe"


def test_a_frame_without_a_time_gets_one_and_its_capture_is_left_alone() -> None:
    frame = replace(FRAME, timestamp_ms=-1, headers=(CAPTURED,))
    shifted = Rewriter(replay_id="night").rewrite(frame, DUE_NS, 1)
    original = Rewriter(replay_id="night", times=Times.ORIGINAL).rewrite(frame, DUE_NS, 1)
    assert shifted.timestamp_ms == DUE_NS // MILLISECOND_NS
    assert original.timestamp_ms is None
    assert shifted.headers[0] == original.headers[0] == CAPTURED


def test_cameras_are_renamed_and_nothing_stands_in_for_a_missing_key() -> None:
    rewriter = Rewriter(replay_id="night", renames={"gate": "gate-replay"})
    assert rewriter.rewrite(FRAME, DUE_NS, 1).key == b"gate-replay"
    assert rewriter.rewrite(recorded(1, 0, "yard"), DUE_NS, 1).key == b"yard"
    assert rewriter.rewrite(recorded(1, 0, None), DUE_NS, 1).key is None
