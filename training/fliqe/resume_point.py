"""What a run of the recipe `fliqe` goes on from after a kill."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from training.checkpoint import read_checkpoint, write_checkpoint
from training.errors import CheckpointError, TrainingError

_IDENTITY, _PHASES, _BEST_LOSS = "identity", "phases", "best_loss"
_FILE: Final = "last.pt"


class ResumePoint:
    """The state of a run in its folder; without `resume` a new one, which does not overwrite another run's.

    Args:
        folder: Of the run.
        identity: What has to be the same when the run is resumed, by name.
        resume: Whether to go on from what the folder holds.

    Attributes:
        phases: State of each phase that has begun, by name.
        best_loss: The lowest loss on the validation samples so far.

    Raises:
        TrainingError: The folder holds a run already and `resume` is not set, or holds none and it is.
        CheckpointError: The file is damaged, or of a run with another identity.
    """

    def __init__(self, folder: Path, identity: Mapping[str, Any], *, resume: bool) -> None:
        self._path = folder / _FILE
        self._identity = dict(identity)
        self.phases: dict[str, Any] = {}
        self.best_loss = float("inf")
        if self._path.exists() != resume:
            remedy = "resume it or choose another folder" if self._path.exists() else "start without resuming"
            message = f"expected {'a' if resume else 'no'} {_FILE} in {str(folder)!r}; {remedy}"
            raise TrainingError(message)
        if resume:
            self._restore()
        self.write()

    def write(self) -> None:
        """Write the state, whole or not at all."""
        content = {_IDENTITY: self._identity, _PHASES: self.phases, _BEST_LOSS: self.best_loss}
        write_checkpoint(self._path, content)

    def _restore(self) -> None:
        content = read_checkpoint(self._path)
        identity = content.get(_IDENTITY)
        found = identity if isinstance(identity, Mapping) else {}
        for name, value in self._identity.items():
            if found.get(name) != value:
                message = (
                    f"{str(self._path)!r} is of a run with other {name}: expected {value!r}, got {found.get(name)!r}"
                )
                raise CheckpointError(message)
        self.phases = dict(content[_PHASES])
        self.best_loss = float(content[_BEST_LOSS])
