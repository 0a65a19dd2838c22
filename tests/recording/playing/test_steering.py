"""What the keys do."""

from recording.playing.keys import Key
from recording.playing.rate import MAX
from recording.playing.steering import obey, steer
from recording.units import SECOND_NS
from tests.recording.playing.messages import BEGIN_NS, Playing, every_tenth


def test_space_pauses_and_lets_run() -> None:
    playing = Playing(every_tenth(4))
    playing.clock.at(0.15, lambda: obey(playing.player, Key.PAUSE))
    playing.clock.at(1.15, lambda: obey(playing.player, Key.PAUSE))
    playing.player.run()
    assert playing.kept.times_s == [0, 0.1, 1.2, 1.3]


def test_right_steps_and_left_goes_back_ten_seconds() -> None:
    playing = Playing(every_tenth(301), starts_paused=True)
    playing.player.seek(BEGIN_NS + 20 * SECOND_NS)
    playing.clock.at(1, lambda: obey(playing.player, Key.STEP))
    playing.clock.at(2, lambda: obey(playing.player, Key.BACK))
    playing.clock.at(3, lambda: obey(playing.player, Key.STEP))
    playing.clock.at(4, playing.player.stop)
    playing.player.run()
    assert playing.kept.offsets == [200, 100]


def test_up_and_down_change_the_rate() -> None:
    player = Playing(every_tenth(3)).player
    obey(player, Key.FASTER)
    assert player.state.rate == 2
    for _ in range(20):
        obey(player, Key.FASTER)
    assert player.state.rate == MAX
    for _ in range(20):
        obey(player, Key.SLOWER)
    assert player.state.rate == 0.1


def test_without_a_terminal_nothing_ends_it() -> None:
    assert not steer(Playing(every_tenth(3)).player, None)
