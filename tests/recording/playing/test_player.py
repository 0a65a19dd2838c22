"""The player with a clock of its own: hours pass at once, and each outcome is exact."""

import math
import threading
from dataclasses import replace
from itertools import pairwise

import pytest

from flir_iqa.errors import BrokerError, SettingsError
from recording.message import RecordedMessage
from recording.playing.clock import SystemClock
from recording.playing.outlet import Hold
from recording.playing.plan import Plan
from recording.playing.player import Player
from recording.playing.rate import MAX
from recording.playing.state import PlayerStage
from recording.playing.testing import KeptFrames
from recording.units import SECOND_NS
from tests.recording.playing.messages import BEGIN_NS, Playing, every_tenth, opener, recorded


def tenths(*numbers: int) -> list[float]:
    return [number / 10 for number in numbers]


def test_frames_go_at_their_recorded_intervals() -> None:
    playing = Playing([recorded(0, 0), recorded(1, 0.04), recorded(2, 7.5)])
    state = playing.player.run()
    assert playing.kept.times_s == [0, 0.04, 7.5]
    assert (state.stage, state.n_frames, state.n_bytes) == (PlayerStage.ENDED, 3, 21)
    assert playing.stages == ["playing", "ended"]


@pytest.mark.parametrize("rate", [0.1, 0.5, 2.0, 100.0])
def test_a_rate_stretches_the_intervals(rate: float) -> None:
    playing = Playing(every_tenth(5), rate=rate)
    state = playing.player.run()
    assert playing.kept.times_s == pytest.approx([number / 10 / rate for number in range(5)])
    assert state.overall_rate == pytest.approx(rate)


def test_at_rate_max_nothing_waits_and_nothing_is_late() -> None:
    playing = Playing(every_tenth(50), rate=MAX)
    state = playing.player.run()
    assert set(playing.kept.times_s) == {0}
    assert (state.n_frames, state.jitter) == (50, None)


def test_the_first_frame_goes_at_once_however_late_it_lies() -> None:
    playing = Playing([recorded(0, 3600), recorded(1, 3601)])
    playing.player.run()
    assert playing.kept.times_s == [0, 1]


def test_a_pause_moves_what_follows_and_keeps_its_intervals() -> None:
    playing = Playing(every_tenth(4))
    playing.at(0.15, "pause")
    playing.at(60.15, "play")
    state = playing.player.run()
    assert playing.kept.times_s == [0, 0.1, 60.2, 60.3]
    assert state.overall_rate == pytest.approx(1)
    assert playing.stages == ["playing", "paused", "playing", "ended"]


def test_it_may_start_paused_and_step() -> None:
    playing = Playing(every_tenth(6), starts_paused=True)
    playing.at(1, "step")
    playing.at(2, "step", 2)
    playing.at(3, "play")
    playing.player.run()
    assert playing.kept.times_s == pytest.approx([1, 2, 2, 3.1, 3.2, 3.3])


def test_a_step_pauses_what_plays() -> None:
    playing = Playing(every_tenth(4))
    playing.at(0.15, "step")
    playing.at(5, "play")
    playing.player.run()
    assert playing.kept.times_s == pytest.approx([0, 0.1, 0.15, 5.1])


def test_a_burst_goes_at_once_and_then_it_plays_on_from_there() -> None:
    playing = Playing(every_tenth(8))
    playing.at(0.15, "burst", 4)
    playing.player.run()
    assert playing.kept.times_s == pytest.approx([0, 0.1, 0.15, 0.15, 0.15, 0.15, 0.25, 0.35])


def test_a_rate_that_changes_in_mid_interval_counts_from_there() -> None:
    playing = Playing([recorded(0, 0), recorded(1, 10), recorded(2, 20)])
    playing.at(4, "set_rate", 2.0)  # 6 s of the recording are left: 3 s
    playing.at(7.5, "set_rate", 0.5)  # 9 s of the recording are left: 18 s
    playing.player.run()
    assert playing.kept.times_s == [0, 7, 25.5]


def test_from_max_back_to_one_it_goes_on_from_the_last_frame() -> None:
    playing = Playing(every_tenth(4), rate=MAX, starts_paused=True)
    playing.at(1, "step", 2)
    playing.at(2, "set_rate", 1.0)
    playing.at(3, "play")
    playing.player.run()
    assert playing.kept.times_s == pytest.approx([1, 1, 3.1, 3.2])


def test_a_seek_goes_on_from_another_moment() -> None:
    playing = Playing(every_tenth(100))
    playing.at(0.25, "seek", BEGIN_NS + int(9.75 * SECOND_NS))
    playing.player.run()
    assert playing.kept.offsets == [0, 1, 2, 98, 99]
    assert playing.kept.times_s == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])


def test_a_seek_back_plays_again() -> None:
    playing = Playing(every_tenth(4))
    playing.at(0.25, "seek", BEGIN_NS + int(0.05 * SECOND_NS))
    state = playing.player.run()
    assert playing.kept.offsets == [0, 1, 2, 1, 2, 3]
    assert playing.kept.times_s == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    assert state.pass_number == 1


def test_a_seek_while_paused_shows_the_place_and_stays_there() -> None:
    playing = Playing(every_tenth(50), starts_paused=True)
    playing.player.seek(BEGIN_NS + 2 * SECOND_NS)
    assert playing.player.state.position_ns == BEGIN_NS + 2 * SECOND_NS
    playing.at(1, "step")
    playing.at(2, "stop")
    playing.player.run()
    assert playing.kept.offsets == [20]


@pytest.mark.parametrize("moment_s", [-5.0, 1e6])
def test_a_seek_beyond_the_ends_goes_to_the_nearest(moment_s: float) -> None:
    playing = Playing(every_tenth(3), starts_paused=True)
    playing.player.seek(BEGIN_NS + int(moment_s * SECOND_NS))
    state = playing.player.state
    assert state.position_ns in {state.start_ns, state.end_ns}


def test_a_loop_begins_again_one_interval_after_the_last_frame() -> None:
    playing = Playing(every_tenth(3), loop=True)
    playing.at(0.75, "stop")
    state = playing.player.run()
    assert playing.kept.times_s == pytest.approx(tenths(0, 1, 2, 3, 4, 5, 6, 7))
    assert [number for _, _, number, _ in playing.kept.frames] == [1, 1, 1, 2, 2, 2, 3, 3]
    assert state.pass_number == 3


def test_a_loop_of_one_frame_waits_between_its_passes() -> None:
    playing = Playing([recorded(0, 0)], loop=True)
    playing.at(3.5, "stop")
    playing.player.run()
    assert playing.kept.times_s == [0, 1, 2, 3]


def test_a_loop_of_nothing_ends() -> None:
    playing = Playing([], loop=True)
    assert playing.player.run().n_frames == 0


def test_a_seek_to_the_end_of_a_loop_begins_it_again() -> None:
    playing = Playing(every_tenth(3), loop=True, starts_paused=True)
    playing.player.seek(BEGIN_NS + 100 * SECOND_NS)
    playing.at(1, "play")
    playing.at(2.25, "stop")
    playing.player.run()
    assert playing.kept.offsets == [0, 1, 2]


def test_what_holds_it_up_stops_time_for_all_that_follows() -> None:
    playing = Playing(every_tenth(4))
    playing.kept.held_until_s = (30.1, Hold.CONSUMER)
    state = playing.player.run()
    first = playing.kept.times_s[0]
    assert first == pytest.approx(30.1, abs=0.01)
    assert playing.kept.times_s == pytest.approx([first, first + 0.1, first + 0.2, first + 0.3])
    assert state.held_ns == pytest.approx(30.1 * SECOND_NS, rel=0.01)
    assert state.overall_rate == pytest.approx(0.3 / 30.4, rel=0.01)
    assert playing.stages == ["held", "playing", "ended"]


def test_a_pause_while_it_is_held_up_stays_a_pause() -> None:
    playing = Playing(every_tenth(3))
    playing.kept.held_until_s = (1, Hold.KAFKA)
    playing.at(0.5, "pause")
    playing.at(5, "play")
    state = playing.player.run()
    assert playing.kept.times_s == pytest.approx([5, 5.1, 5.2])
    assert state.held_ns == pytest.approx(0.5 * SECOND_NS, rel=0.01)


def test_lateness_is_what_passes_between_due_and_done() -> None:
    playing = Playing(every_tenth(100))
    slow = playing.kept.publish

    def publish(message: RecordedMessage, due_wall_ns: int, pass_number: int) -> None:
        playing.clock.advance(0.02 if message.offset == 50 else 0.001)
        slow(message, due_wall_ns, pass_number)

    playing.kept.publish = publish  # type: ignore[method-assign]  # the double itself, made slower
    jitter = playing.player.run().jitter
    assert jitter is not None
    assert jitter.max_ms == pytest.approx(20)
    assert jitter.p50_ms == pytest.approx(1, abs=0.06)
    assert jitter.share_in_time == 0.99


def test_a_late_frame_carries_the_time_at_which_it_was_due() -> None:
    playing = Playing(every_tenth(3))
    playing.clock.at(0.05, lambda: playing.clock.advance(0.1))  # the machine was busy
    playing.player.run()
    due = [wall for *_, wall in playing.kept.frames]
    assert [after - before for before, after in pairwise(due)] == [SECOND_NS // 10] * 2
    assert playing.kept.times_s == pytest.approx([0, 0.15, 0.2])


def test_messages_out_of_order_go_in_the_order_of_the_recording() -> None:
    playing = Playing([recorded(0, 0), recorded(1, 0.5), recorded(2, 0.2), recorded(3, 0.6)])
    state = playing.player.run()
    assert playing.kept.offsets == [0, 1, 2, 3]
    assert playing.kept.times_s == pytest.approx([0, 0.5, 0.5, 0.6])
    assert state.overall_rate == pytest.approx(1)


def test_without_a_kafka_timestamp_the_recorders_time_counts() -> None:
    messages = [replace(recorded(n, 0), timestamp_ms=-1, recorded_at_ns=BEGIN_NS + n * SECOND_NS) for n in range(3)]
    playing = Playing(messages)
    playing.player.run()
    assert playing.kept.times_s == [0, 1, 2]


def test_what_the_outlet_raises_ends_it_and_is_told() -> None:
    playing = Playing(every_tenth(3))

    def fail(message: RecordedMessage, due_wall_ns: int, pass_number: int) -> None:
        text = "no broker"
        raise BrokerError(text)

    playing.kept.publish = fail  # type: ignore[method-assign]  # the double itself, made to fail
    with pytest.raises(BrokerError, match="no broker"):
        playing.player.run()
    state = playing.player.state
    assert (state.stage, state.error) == (PlayerStage.FAILED, "no broker")
    assert playing.stages[-1] == "failed"


@pytest.mark.parametrize("rate", [0, 0.09, 100.1, -1, math.nan])
def test_rates_out_of_bounds_are_refused(rate: float) -> None:
    playing = Playing(every_tenth(3))
    with pytest.raises(SettingsError, match="rate"):
        playing.player.set_rate(rate)
    with pytest.raises(SettingsError, match="rate"):
        Plan(start_ns=0, end_ns=1, rate=rate)


@pytest.mark.parametrize("n", [0, -1])
def test_steps_of_no_frame_are_refused(n: int) -> None:
    player = Playing(every_tenth(3)).player
    for command in (player.step, player.burst):
        with pytest.raises(SettingsError, match="at least 1 frame"):
            command(n)


def test_the_state_goes_into_json_with_the_rate_as_a_word() -> None:
    state = Playing(every_tenth(3), rate=MAX).player.state.to_dict()
    assert (state["rate"], state["stage"], state["pass_number"]) == ("max", "playing", 1)


def test_commands_from_other_threads_reach_a_player_that_waits() -> None:
    clock = SystemClock()
    frames: list[int] = []

    class Counting(KeptFrames):
        def publish(self, message: RecordedMessage, due_wall_ns: int, pass_number: int) -> None:
            frames.append(message.offset)

    messages = [recorded(0, 0), recorded(1, 3600), recorded(2, 7200)]
    kept = Counting(Playing(messages).clock)
    player = Player(opener(messages), kept, Plan(start_ns=BEGIN_NS, end_ns=BEGIN_NS + 7201 * SECOND_NS), clock)
    thread = threading.Thread(target=player.run)
    thread.start()
    player.seek(BEGIN_NS + 7200 * SECOND_NS)
    thread.join(60)
    assert not thread.is_alive()
    assert frames[-1] == 2
