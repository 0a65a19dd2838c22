"""A replay from start to end: what is played, into which topics, under which keys, and what it came to."""

import logging
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from rich.console import Console

from flir_iqa.errors import BrokerError, SettingsError
from plumbing.kafka.clients import make_admin, wait_for_brokers
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.stopping import Stopper
from producers.background import in_background
from recording.message import RecordedMessage
from recording.moments import show_duration, show_moment
from recording.playing.clock import SystemClock
from recording.playing.display import Show, View, display
from recording.playing.following import Follower, GroupFollower, ResultsFollower
from recording.playing.kafka_outlet import KafkaOutlet
from recording.playing.keys import Keyboard, keyboard
from recording.playing.options import ReplayOptions
from recording.playing.plan import OpenMessages, Plan
from recording.playing.player import Player
from recording.playing.read_ahead import AheadOpener
from recording.playing.rewriting import Rewriter, Times
from recording.playing.selected import Selected, select
from recording.playing.state import PlayerState
from recording.playing.steering import steer
from recording.playing.target import choose_targets
from recording.playing.target_topics import ensure_targets
from recording.reader import open_recording
from recording.units import MILLISECOND_NS

log = logging.getLogger(__name__)

_BROKER_WAIT_S: Final = 10.0
_LOOK_S: Final = 0.05
_SHOW_S: Final = 0.2
_FLUSH_S: Final = 2.0
"""How long to wait for Kafka once a person ends the replay; below the 5 seconds that a process has to end."""
_SWITCH_S: Final = 0.0005
"""How long a thread may keep the interpreter from others: by default 5 ms, the whole of what a frame may be late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a replay came to."""

    replay_id: str
    topics: tuple[str, ...]
    """The topics that it went into."""
    state: PlayerState
    n_delivered: int
    """How many frames Kafka has acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Replays a recording once.

    Attributes:
        kafka: The connection.
        topics: The topics of the live system, and how topics are made.
        options: What was asked for.
        stopper: Asks the replay to end.
    """

    kafka: KafkaSettings
    topics: TopicSettings
    options: ReplayOptions
    stopper: Stopper

    def run(self) -> Outcome:
        """Replay to the end, or until a person or a signal ends it.

        Raises:
            RecordingError: The file is no recording, or breaks off.
            SettingsError: What was asked for does not fit the recording.
            BrokerError: Kafka is away for too long, or did not take a frame.
            TopicError: A topic is not as it must be.
        """
        sys.setswitchinterval(_SWITCH_S)
        selected = select(self.options, self.topics)
        targets = choose_targets(selected.topics, self.topics, self.options.topic, self.options.into_live_topic)
        wait_for_brokers(self.kafka, _BROKER_WAIT_S, lambda: self.stopper.stopping)
        found = ensure_targets(make_admin(self.kafka)[0], self.topics, targets, self._age_ms(selected))
        replay_id = self.options.chosen_replay_id()
        with ExitStack() as stack:
            outlet = self._open_outlet(stack, selected, found, replay_id)
            opener = AheadOpener(messages_of(self.options, selected))
            stack.callback(opener.close)
            player = Player(opener, outlet, self._plan(selected), SystemClock())
            keys = stack.enter_context(keyboard(sys.stdin))
            self._check_can_be_started(keys)
            show = stack.enter_context(display(Console(stderr=True), keys is not None))
            self._announce(selected, found, replay_id)
            state = self._play(player, outlet, keys, show)
        self._check(state, outlet, selected)
        names = tuple(dict.fromkeys(name for name, _ in found.values()))
        return Outcome(replay_id=replay_id, topics=names, state=state, n_delivered=outlet.n_delivered)

    def _age_ms(self, selected: Selected) -> int:
        """Return how old the oldest time will be that the frames carry."""
        if self.options.times is Times.SHIFTED:
            return 0
        return max(0, (time.time_ns() - selected.start_ns) // MILLISECOND_NS)

    def _open_outlet(
        self, stack: ExitStack, selected: Selected, targets: dict[str, tuple[str, int]], replay_id: str
    ) -> KafkaOutlet:
        follower = self._follow(targets)
        if follower is not None:
            stack.callback(follower.close)
        outlet = KafkaOutlet(
            self.kafka,
            Rewriter(replay_id=replay_id, times=self.options.times, renames=selected.renames),
            targets,
            self.topics.max_frame_bytes,
            self.options.outage_limit_s,
            follower,
            self.options.max_lag or 0,
        )
        stack.callback(outlet.close)
        return outlet

    def _follow(self, targets: dict[str, tuple[str, int]]) -> Follower | None:
        if self.options.max_lag is None:
            return None
        if self.options.follow_group is None:
            return ResultsFollower(self.kafka, self.topics)
        places = {(name, partition) for name, n in targets.values() for partition in range(n)}
        return GroupFollower(self.kafka, self.options.follow_group, places)

    def _plan(self, selected: Selected) -> Plan:
        return Plan(
            start_ns=selected.start_ns,
            end_ns=selected.end_ns,
            rate=self.options.rate,
            loop=self.options.loop,
            starts_paused=self.options.starts_paused,
        )

    def _check_can_be_started(self, keys: Keyboard | None) -> None:
        if self.options.starts_paused and keys is None:
            message = "--start-paused needs a terminal: without keys nothing would ever let it run"
            raise SettingsError(message)

    def _announce(self, selected: Selected, targets: dict[str, tuple[str, int]], replay_id: str) -> None:
        names = ", ".join(dict.fromkeys(name for name, _ in targets.values()))
        length = show_duration(selected.end_ns - selected.start_ns)
        log.info("replaying %s of %s into %s as %s", length, self.options.path.name, names, replay_id)
        if self.options.starts_paused:
            log.info("it is paused: space lets it run, the right arrow plays one frame")

    def _play(self, player: Player, outlet: KafkaOutlet, keys: Keyboard | None, show: Show) -> PlayerState:
        """Play in a thread while this one looks after keys, display and signals."""
        playing = in_background(player.run, "player")
        shown_s = 0.0
        stopped = False
        while not playing.done() or (outlet.n_open and not stopped):
            stopped = steer(player, keys) or self.stopper.wait(_LOOK_S) or stopped
            if stopped:
                player.stop()
            if time.monotonic() - shown_s >= _SHOW_S:
                shown_s = time.monotonic()
                show(View(player.state, outlet.lag, outlet.problem))
            if playing.done():
                playing.result()
                outlet.drain(0)
        return self._finish(playing, player, outlet, show, stopped)

    def _finish(
        self, playing: "Future[PlayerState]", player: Player, outlet: KafkaOutlet, show: Show, stopped: bool
    ) -> PlayerState:
        playing.result()
        n_left = outlet.drain(_FLUSH_S)
        show(View(player.state, None, None))
        if n_left and not stopped:
            message = f"{n_left} frames were not acknowledged by Kafka at {self.kafka.bootstrap!r}"
            raise BrokerError(message)
        return player.state

    def _check(self, state: PlayerState, outlet: KafkaOutlet, selected: Selected) -> None:
        if state.n_frames != outlet.n_delivered:
            log.warning("%s frames were not acknowledged when it ended", state.n_frames - outlet.n_delivered)
        if state.n_frames == 0 and not self.stopper.stopping:
            span = f"{show_moment(selected.start_ns)} to {show_moment(selected.end_ns)}"
            log.warning("no frame was replayed from %s; flir-iqa recording info shows what there is", span)


def messages_of(options: ReplayOptions, selected: Selected) -> OpenMessages:
    """Return what opens the selected messages; each opening reads the file by itself."""

    def open_messages(start_ns: int) -> Iterator[RecordedMessage]:
        with open_recording(options.path) as recording:
            yield from recording.messages(
                topics=selected.topics, cameras=selected.cameras, start_ns=start_ns, end_ns=selected.end_ns
            )

    return open_messages
