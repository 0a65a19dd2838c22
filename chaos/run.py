"""Plays scenarios one after the other, each on fresh topics; what breaks one does not end the others."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import SubprocessError

from chaos.report import Report
from chaos.scenario import Scenario
from chaos.stage import Stage
from flir_iqa.errors import FlirIqaError
from sandbox.broker import Broker

Tell = Callable[[str], None]


class Runner:
    """Plays scenarios; a context manager that ends the Kafka which most of them share.

    Args:
        logs: Folder that gets one folder of logs for each scenario.
        seed: The same one draws the same moments.
    """

    def __init__(self, logs: Path, seed: int) -> None:
        self._logs = logs
        self._seed = seed
        self._stack = ExitStack()
        self._shared: Broker | None = None

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, *_: object) -> None:
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
        with self._broker(scenario, folder) as broker, Stage(broker, folder, chance, tell) as stage:
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
    def _broker(self, scenario: Scenario, folder: Path) -> Iterator[Broker]:
        """Give the shared Kafka, or one that the scenario may break; the log of the latter is kept."""
        if not scenario.breaks_broker:
            yield self._share()
            return
        with Broker() as broker:
            try:
                yield broker
            finally:
                (folder / "broker.log").write_bytes((broker.folder / "broker.log").read_bytes())

    def _share(self) -> Broker:
        if self._shared is None:
            self._shared = self._stack.enter_context(Broker())
        return self._shared


def _play(scenario: Scenario, stage: Stage) -> Sequence[str]:
    """Play, and return why it could not be played to its end."""
    try:
        scenario.play(stage)
    except (FlirIqaError, SubprocessError) as error:
        return [f"{type(error).__name__}: {error}"]
    return []
