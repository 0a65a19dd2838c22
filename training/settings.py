"""What a training run is asked to do."""

from typing import ClassVar, Literal

from pydantic import Field

from plumbing.settings import Section
from training.network import LiteShape


class TrainingSettings(Section):
    """Settings of one run; its length counts in steps, so a busy machine trains the same model, only later."""

    section: ClassVar[str] = "train"
    only_in_file: ClassVar[frozenset[str]] = frozenset({"shape"})

    steps: int = Field(default=8000, ge=1)
    """Batches to learn from."""
    batch_size: int = Field(default=32, ge=2)
    """Frames in each batch."""
    learning_rate: float = Field(default=3e-3, gt=0, lt=1)
    """The highest; reached after the warm-up, falls along half a cosine to nearly 0."""
    warmup_steps: int = Field(default=200, ge=1)
    """Steps over which the learning rate rises."""
    weight_decay: float = Field(default=2e-2, ge=0, lt=1)
    """Weight decay of AdamW."""
    label_smoothing: float = Field(default=0.01, ge=0, lt=1)
    """Share of each target that is spread over all kinds."""
    severity_weight: float = Field(default=3.0, ge=0)
    """Weight of the error of the severity beside that of the kind."""
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """Of the network's arithmetic while it learns; auto takes bfloat16 where the hardware has it."""
    averaging_decay: float = Field(default=0.998, ge=0, lt=1)
    """Decay of the running mean of the weights; the mean is what is evaluated and kept."""
    evaluate_every: int = Field(default=1000, ge=1)
    """Steps between evaluations; the best network of them is kept."""
    validation_frames: int = Field(default=24, ge=1)
    """Frames of each validation set that an evaluation shows, clean and with every kind."""
    checkpoint_every: int = Field(default=250, ge=1)
    """Steps between checkpoints from which the run can go on."""
    n_statistics_batches: int = Field(default=30, ge=1)
    """Batches from which the averaged network's BatchNorm statistics are taken."""
    seed: int = Field(default=0, ge=0)
    """Chooses weights and samples."""
    shape: LiteShape = Field(default_factory=LiteShape)
    """Sizes of the network."""
