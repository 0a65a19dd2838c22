"""Plays scenarios one after the other, each on fresh topics; what breaks one does not end the others."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import SubprocessError
from types import TracebackType
from typing import Self

from chaos.brokers import Brokers, one_broker
from chaos.report import Report
from chaos.scenario import Scenario
from chaos.stage import Stage
from flir_iqa.errors import FlirIqaError

Tell = Callable[[str], None]


class Runner:
    """Plays scenarios; a context manager that ends the Kafka which most of them share.

    Args:
        logs: Folder that gets one folder of logs for each scenario.
        seed: The same one draws the same moments.
        shared: The Kafka that scenarios share which break none; by default one of our own.
    """

    def __init__(self, logs: Path, seed: int, shared: Brokers | None = None) -> None:
        self._logs = logs
        self._seed = seed
        self._stack = ExitStack()
        self._shared = shared

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def play(self, scenario: Scenario, tell: Tell = lambda text: None) -> Report:
        """Play one scenario.

        Args:
            scenario: What to play.
            tell: Told what goes on.
        """
        folder = self._logs / scenario.name
        folder.mkdir(parents=True, exist_ok=True)
        begun = time.monotonic()
        tell("starting Kafka")
        chance = random.Random(f"{self._seed} {scenario.name}")  # noqa: S311 - chance, not a cipher
        with self._brokers(scenario, folder) as brokers, Stage(brokers, folder, chance, tell) as stage:
            failure = _play(scenario, stage)
        return Report(
            name=scenario.name,
            fault=scenario.fault,
            times=stage.times,
            verdict=stage.verdict,
            recoveries_s=stage.recoveries_s,
            broken=[*stage.broken, *failure],
            notes=stage.notes,
            took_s=time.monotonic() - begun,
            logs=folder,
        )

    @contextmanager
    def _brokers(self, scenario: Scenario, folder: Path) -> Iterator[Brokers]:
        """Give the Kafka that most share, or one that the scenario may break."""
        if scenario.breaks_broker:
            with scenario.kafka(folder / "broker.log") as own:
                yield own
            return
        if self._shared is None:
            self._shared = self._stack.enter_context(one_broker())
        yield self._shared


def _play(scenario: Scenario, stage: Stage) -> Sequence[str]:
    """Play, and return why it could not be played to its end."""
    try:
        scenario.play(stage)
    except (FlirIqaError, SubprocessError) as error:
        return [f"{type(error).__name__}: {error}"]
    if stage.verdict is None and scenario.counts_frames:
        return ["the scenario ended without a verdict"]
    return []
