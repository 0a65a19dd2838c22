"""The player: hands the messages of a recording on, each at its time, and does what it is told meanwhile."""

import threading
from collections.abc import Callable, Iterator
from typing import Final

from recording.message import RecordedMessage
from recording.playing.clock import Clock
from recording.playing.outlet import Hold, Outlet
from recording.playing.plan import OpenMessages, Plan, check_count
from recording.playing.rate import MAX, check_rate
from recording.playing.schedule import Schedule
from recording.playing.state import PlayerStage, PlayerState
from recording.playing.tally import Tally
from recording.units import MILLISECOND_NS, SECOND_NS

OnChange = Callable[[PlayerState], None]
"""Told, from the player's thread, whenever stage, rate or pass have changed."""

_LOOK_NS: Final = 2 * MILLISECOND_NS
"""How often a player that is held up looks whether it may go on."""
_LONE_INTERVAL_NS: Final = SECOND_NS
"""What a looped recording waits before it begins again where its frames tell no interval."""


def ignore(_state: PlayerState) -> None:
    """Be told, and do nothing."""


class Player:
    """Plays one recording once; all methods but `run` may be called from any thread, before and while it runs.

    Unit of parallelism: the thread that calls `run`. Each message is handed on once per pass, in the recording's order;
    a seek leaves out or repeats what it jumps over. While the outlet holds it up, time stands still, so what follows
    keeps its intervals. Failure: what the outlet or the recording raises ends `run`, and `state` says it.

    Args:
        open_messages: Opens what is played from a moment on.
        outlet: Where the messages go.
        plan: What is played.
        clock: Tells the time.
        on_change: Told of changes; must not call the player's `run`.
    """

    def __init__(
        self, open_messages: OpenMessages, outlet: Outlet, plan: Plan, clock: Clock, on_change: OnChange = ignore
    ) -> None:
        self._open = open_messages
        self._outlet = outlet
        self._plan = plan
        self._clock = clock
        self._on_change = on_change
        self._changed = threading.Condition()
        self._schedule = Schedule(plan.start_ns, clock.now_ns(), plan.rate)
        self._tally = Tally()
        self._paused = plan.starts_paused
        self._held: Hold | None = None
        self._held_since_ns = 0
        self._credit = 0  # messages that go at once, whatever the schedule says
        self._target_ns: int | None = None  # of a seek
        self._lead_ns: int | None = 0  # until the first message of a pass; None once it is there
        self._messages: Iterator[RecordedMessage] | None = None
        self._next: RecordedMessage | None = None
        self._stage: PlayerStage | None = None  # how it ended
        self._stopping = False
        self._error: str | None = None

    def play(self) -> None:
        """Let it run."""
        self._set_paused(False)

    def pause(self) -> None:
        """Let time stand still."""
        self._set_paused(True)

    def step(self, n: int = 1) -> None:
        """Pause, and hand on the next `n` frames at once.

        Raises:
            SettingsError: `n` is below 1.
        """
        check_count(n)
        with self._changed:
            self._pause_clocks(True)
            self._credit += n
            self._changed.notify_all()

    def burst(self, n: int) -> None:
        """Hand on the next `n` frames at once; then go on as before, from there.

        Raises:
            SettingsError: `n` is below 1.
        """
        check_count(n)
        with self._changed:
            self._credit += n
            self._changed.notify_all()

    def seek(self, moment_ns: int) -> None:
        """Go on from another moment (nanoseconds since the epoch); the nearest, where it is not played."""
        with self._changed:
            self._target_ns = min(max(moment_ns, self._plan.start_ns), self._plan.end_ns)
            self._credit = 0
            self._changed.notify_all()

    def set_rate(self, rate: float) -> None:
        """Play at another rate from here on.

        Raises:
            SettingsError: It is neither from 0.1 to 100 nor `MAX`.
        """
        check_rate(rate)
        with self._changed:
            self._schedule.change_rate(rate, self._clock.now_ns())
            self._changed.notify_all()

    def stop(self) -> None:
        """Let `run` return after the frame that it is at."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    @property
    def state(self) -> PlayerState:
        """A snapshot."""
        with self._changed:
            now_ns, tally = self._clock.now_ns(), self._tally
            position_ns = self._target_ns if self._target_ns is not None else self._schedule.position_ns(now_ns)
            return PlayerState(
                stage=self._present_stage,
                held_by=self._held,
                error=self._error,
                position_ns=min(max(position_ns, self._plan.start_ns), self._plan.end_ns),
                start_ns=self._plan.start_ns,
                end_ns=self._plan.end_ns,
                rate=self._schedule.rate,
                recent_rate=tally.pace.recent(now_ns),
                overall_rate=tally.pace.overall(now_ns),
                active_ns=tally.pace.active_ns(now_ns),
                held_ns=tally.held_ns + (now_ns - self._held_since_ns if self._held else 0),
                pass_number=tally.pass_number,
                n_frames=tally.n_frames,
                n_bytes=tally.n_bytes,
                jitter=tally.lateness.jitter(),
            )

    def run(self) -> PlayerState:
        """Play to the end, or until stopped; once.

        Raises:
            FlirIqaError: The recording cannot be read, or the outlet takes no more.
        """
        told: tuple[object, ...] = ()
        with self._changed:
            self._pause_clocks(self._paused)
        try:
            goes_on = True
            while goes_on:
                goes_on = self._turn()
                present = (self._present_stage, self._schedule.rate, self._tally.pass_number)
                if present != told:
                    told = present
                    self._on_change(self.state)
        except Exception as error:
            self._end(PlayerStage.FAILED, str(error))
            raise
        self._end(PlayerStage.ENDED, None)
        return self.state

    def _turn(self) -> bool:
        """Do one thing: wait, jump, or hand on one message; return whether there is more to do."""
        self._fetch()
        with self._changed:
            if self._stopping:
                return False
            if self._target_ns is not None:
                self._jump(self._target_ns)
                return True
            if self._next is None:
                return self._begin_again()
            if not self._is_due(self._next):
                return True
            message, at_once, due_ns = self._take()
        self._hand_on(message, at_once, due_ns)
        return True

    def _fetch(self) -> None:
        """Read the next message if there is none; outside of the lock, since it may take a while."""
        if self._messages is None:
            self._messages = self._open(self._plan.start_ns)
        if self._next is None:
            self._next = next(self._messages, None)
            if self._next is not None and self._lead_ns is not None:
                with self._changed:
                    self._schedule.jump(self._next.log_time_ns - self._lead_ns, self._clock.now_ns())
                    self._lead_ns = None

    def _is_due(self, message: RecordedMessage) -> bool:
        """Whether a message goes now; waits a while where it does not."""
        now_ns = self._clock.now_ns()
        due_ns = now_ns if self._credit else self._schedule.due_ns(message.log_time_ns)
        held = self._held if due_ns is None and not self._paused else None
        if held is None and (due_ns is None or due_ns > now_ns):
            self._clock.wait(self._changed, due_ns)
            return False
        hold = self._outlet.hold()
        self._note_hold(hold, now_ns)
        if hold is not None:
            self._clock.wait(self._changed, now_ns + _LOOK_NS)
            return False
        return held is None  # what was held is looked at anew: its time to be due has moved

    def _note_hold(self, hold: Hold | None, now_ns: int) -> None:
        if hold is not None and self._held is None:
            self._held_since_ns = now_ns
            self._schedule.stand(now_ns)
        elif hold is None and self._held is not None:
            self._tally.held_ns += now_ns - self._held_since_ns
            if not self._paused:
                self._schedule.run(now_ns)
        self._held = hold

    def _take(self) -> tuple[RecordedMessage, bool, int]:
        """Take the next message off; return it, whether it goes whatever the schedule says, and when it was due."""
        message, now_ns = self._next, self._clock.now_ns()
        assert message is not None  # noqa: S101 - asked before
        self._next = None
        moment_ns = message.log_time_ns
        due_ns = self._schedule.due_ns(moment_ns)
        at_once = self._credit > 0 or self._schedule.rate == MAX or due_ns is None
        if at_once:
            self._schedule.jump(moment_ns, now_ns)
        self._credit = max(0, self._credit - 1)
        return message, at_once, now_ns if at_once or due_ns is None else due_ns

    def _hand_on(self, message: RecordedMessage, at_once: bool, due_ns: int) -> None:
        due_wall_ns = self._clock.wall_ns() - (self._clock.now_ns() - due_ns)
        self._outlet.publish(message, due_wall_ns, self._tally.pass_number)
        with self._changed:
            now_ns = self._clock.now_ns()
            self._tally.add(message, now_ns)
            if not at_once:
                self._tally.lateness.add(now_ns - due_ns)

    def _jump(self, moment_ns: int) -> None:
        self._target_ns = None
        self._messages = self._open(moment_ns)
        self._next, self._lead_ns = None, None
        self._tally.jumped()
        self._schedule.jump(moment_ns, self._clock.now_ns())

    def _begin_again(self) -> bool:
        """Begin the next pass, one mean interval after the last frame; return whether there is one."""
        last_ns, tally = self._tally.last_ns, self._tally
        if not self._plan.loop or tally.pass_is_empty:
            return False
        end_ns = (self._plan.end_ns if last_ns is None else last_ns) + tally.mean_interval_ns(_LONE_INTERVAL_NS)
        self._lead_ns = max(0, end_ns - self._schedule.position_ns(self._clock.now_ns()))
        tally.begin_pass(tally.pass_number + 1)
        self._messages = None
        return True

    def _set_paused(self, paused: bool) -> None:
        with self._changed:
            self._pause_clocks(paused)
            self._changed.notify_all()

    def _pause_clocks(self, paused: bool) -> None:
        now_ns = self._clock.now_ns()
        self._paused = paused
        if paused:
            self._note_hold(None, now_ns)
            self._schedule.stand(now_ns)
            self._tally.pace.stand(now_ns)
            return
        self._tally.pace.run(now_ns)
        if self._held is None:
            self._schedule.run(now_ns)

    @property
    def _present_stage(self) -> PlayerStage:
        if self._stage is not None:
            return self._stage
        if self._paused:
            return PlayerStage.PAUSED
        return PlayerStage.HELD if self._held else PlayerStage.PLAYING

    def _end(self, stage: PlayerStage, error: str | None) -> None:
        with self._changed:
            self._pause_clocks(True)
            self._stage, self._error = stage, error
        self._on_change(self.state)
