"""What a run of the recipe `fliqe` is asked to do."""

from typing import ClassVar

from pydantic import Field

from plumbing.settings import Section


class FliqeSettings(Section):
    """Settings of one run of the recipe `fliqe`; the seed is that of the section `train`."""

    section: ClassVar[str] = "fliqe"

    samples: int = Field(default=20_000, ge=2)
    """Recipe fliqe: frames, clean and distorted, to learn from; the frozen encoder sees each once."""
    validation_samples: int = Field(default=2_000, ge=2)
    """Recipe fliqe: frames by which the best head is chosen, where validation folders are given."""
    encoder_batch_size: int = Field(default=32, ge=1)
    """Recipe fliqe: frames that the encoder sees at once."""
    temperature: float = Field(default=0.07, gt=0)
    """Recipe fliqe: temperature of the supervised contrastive loss."""
    projection_steps: int = Field(default=4_000, ge=1)
    """Recipe fliqe: batches that the projection head learns from."""
    head_steps: int = Field(default=2_000, ge=1)
    """Recipe fliqe: batches that the binary head learns from, after that."""
    head_batch_size: int = Field(default=256, ge=4)
    """Recipe fliqe: frames in each batch of both heads."""
    head_learning_rate: float = Field(default=1e-3, gt=0, lt=1)
    """Recipe fliqe: learning rate of Adam at the beginning of each head; it falls along half a cosine."""
    look_every: int = Field(default=200, ge=1)
    """Recipe fliqe: steps between evaluations and checkpoints."""
