"""The errors of training and evaluation."""

from flir_iqa.errors import FlirIqaError, ModelError


class DatasetError(FlirIqaError, ValueError):
    """A data set is missing, is empty, or cannot be split as asked."""


class CheckpointError(ModelError):
    """A checkpoint is missing, damaged, unsafe to load, or belongs to another network."""


class TrainingError(FlirIqaError, ValueError):
    """A training run cannot start or go on as asked."""
