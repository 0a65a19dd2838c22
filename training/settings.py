"""What a training run is asked to do."""

from dataclasses import dataclass, field

from training.errors import TrainingError
from training.network import LiteShape


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """Settings of one run; its length counts in steps, so a busy machine trains the same model, only later.

    Attributes:
        steps: Batches to learn from.
        batch_size: Frames in each.
        learning_rate: The highest; reached after `warmup_steps`, falls along half a cosine to nearly 0.
        warmup_steps: Steps over which the learning rate rises.
        weight_decay: Of AdamW.
        label_smoothing: Share of each target that is spread over all kinds.
        averaging_decay: Of the running mean of the weights; the mean is what is evaluated and kept.
        evaluate_every: Steps between evaluations; the best of them is kept.
        checkpoint_every: Steps between checkpoints from which the run can go on.
        n_statistics_batches: Batches from which the averaged network's BatchNorm statistics are taken.
        seed: Chooses weights and samples.
        shape: Sizes of the network.

    Raises:
        TrainingError: A number is out of range.
    """

    steps: int = 8000
    batch_size: int = 32
    learning_rate: float = 3e-3
    warmup_steps: int = 200
    weight_decay: float = 2e-2
    label_smoothing: float = 0.02
    averaging_decay: float = 0.99
    evaluate_every: int = 1000
    checkpoint_every: int = 250
    n_statistics_batches: int = 30
    seed: int = 0
    shape: LiteShape = field(default_factory=LiteShape)

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "evaluate_every", "checkpoint_every", "n_statistics_batches"):
            if getattr(self, name) < 1:
                message = f"expected {name} of at least 1, got {getattr(self, name)!r}"
                raise TrainingError(message)
        if self.batch_size < 2:
            message = (
                f"expected a batch_size of at least 2 (BatchNorm needs a spread), got {self.batch_size!r}"
            )
            raise TrainingError(message)
        if not 0 < self.learning_rate < 1:
            message = f"expected a learning_rate between 0 and 1, got {self.learning_rate!r}"
            raise TrainingError(message)
