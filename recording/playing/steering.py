"""What the keys do to a player."""

from typing import Final

from recording.playing.keys import Key, Keyboard
from recording.playing.player import Player
from recording.playing.rate import faster, slower
from recording.playing.state import PlayerStage
from recording.units import SECOND_NS

_BACK_NS: Final = 10 * SECOND_NS


def steer(player: Player, keys: Keyboard | None) -> bool:
    """Do what the keys say that were pressed; return whether one of them ends the replay."""
    pressed = [] if keys is None else keys.pressed()
    for key in pressed:
        obey(player, key)
    return Key.QUIT in pressed


def obey(player: Player, key: Key) -> None:
    """Do what one key says."""
    state = player.state
    if key is Key.PAUSE and state.stage is PlayerStage.PAUSED:
        player.play()
    elif key is Key.PAUSE:
        player.pause()
    elif key is Key.STEP:
        player.step()
    elif key is Key.BACK:
        player.seek(state.position_ns - _BACK_NS)
    elif key is Key.FASTER:
        player.set_rate(faster(state.rate))
    elif key is Key.SLOWER:
        player.set_rate(slower(state.rate))
