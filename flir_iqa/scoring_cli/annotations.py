"""What `--annotate` writes, as seen from the command."""

from abc import ABC, abstractmethod

from flir_iqa.assessment import Assessment
from flir_iqa.scoring_cli.inputs import InputFrame


class Annotator(ABC):
    """Takes in scored frames and writes one file."""

    @abstractmethod
    def add(self, frame: InputFrame, assessment: Assessment) -> None:
        """Take in one scored frame."""

    @abstractmethod
    def close(self) -> str | None:
        """Finish the file; return what was written, in words, or None where no frame came. May be called twice."""
