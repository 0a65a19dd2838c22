"""A known password in every place that takes one, while a plant breaks in many ways."""

import re
import subprocess
import sys
from dataclasses import dataclass
from typing import ClassVar, Final

from chaos.process import CHECKOUT
from chaos.scenario import Scenario
from chaos.stage import Stage

_TESTS: Final = "tests/integration/test_canary.py"
_LIMIT_S: Final = 400.0


@dataclass(frozen=True, slots=True)
class Canary(Scenario):
    """All that was said - logs, answers, topics, recordings, the list of processes - is searched for the password.

    The test suite has the whole of it; it is run here as it stands.
    """

    name: ClassVar[str] = "canary"
    fault: ClassVar[str] = "known passwords, and failures of everything that has one"
    counts_frames: ClassVar[bool] = False

    def play(self, stage: Stage) -> None:
        """Run the tests."""
        stage.tell(_TESTS)
        command = [sys.executable, "-m", "pytest", "-q", _TESTS]
        ran = subprocess.run(  # noqa: S603 - our own tests
            command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_LIMIT_S
        )
        (stage.folder / "pytest.log").write_text(ran.stdout + ran.stderr)
        passed = re.search(r"(\d+) passed", ran.stdout)
        stage.times = 1
        stage.notes.append(f"{passed[1] if passed else 0} searches found nothing")
        stage.check("no password is found anywhere", ran.returncode == 0)
