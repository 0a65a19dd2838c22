"""One head that learns: from numbers that do not change while it does."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

Loss = Callable[[Tensor, Tensor], Tensor]
"""From a head's inputs and the labels of a batch to its loss."""

_Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Draw = Callable[[np.random.Generator, int], _Integers]
"""Draws the numbers of as many samples as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseCourse:
    """How long and how fast a head learns.

    Attributes:
        steps: Batches.
        batch_size: Samples in each.
        learning_rate: Of Adam, at the beginning; it falls along half a cosine to 0.
        seed: Chooses the batches.
    """

    steps: int
    batch_size: int
    learning_rate: float
    seed: tuple[int, int]


class Phase:
    """A head under Adam; its n-th batch is the same in each run.

    Args:
        head: Learns; the loss uses it.
        loss: Its loss.
        draw: Draws batches.
        inputs: Inputs of all samples, N x D, on the head's device.
        labels: Their labels, N, likewise.
        course: How it learns.
    """

    def __init__(
        self, head: nn.Module, loss: Loss, draw: Draw, inputs: Tensor, labels: Tensor, course: PhaseCourse
    ) -> None:
        self._head = head
        self._loss = loss
        self._draw = draw
        self._inputs, self._labels = inputs, labels
        self._course = course
        self._optimizer = torch.optim.Adam(head.parameters(), course.learning_rate)
        self.step = 0

    @property
    def rate(self) -> float:
        """Learning rate of the next step."""
        return 0.5 * self._course.learning_rate * (1 + math.cos(math.pi * self.step / self._course.steps))

    @property
    def n_steps(self) -> int:
        """Steps of the whole course."""
        return self._course.steps

    @property
    def is_done(self) -> bool:
        """Whether the last step has been taken."""
        return self.step >= self._course.steps

    def learn(self) -> float:
        """Learn from one batch; return the loss before this step."""
        rng = np.random.default_rng([*self._course.seed, self.step])
        chosen = torch.from_numpy(self._draw(rng, self._course.batch_size)).to(self._labels.device)
        for group in self._optimizer.param_groups:
            group["lr"] = self.rate
        self._head.train()
        loss = self._loss(self._inputs[chosen], self._labels[chosen])
        self._optimizer.zero_grad()
        torch.autograd.backward(loss)
        self._optimizer.step()
        self._head.eval()
        self.step += 1
        return loss.item()

    def state(self) -> dict[str, Any]:
        """Give all that a later `restore` needs to go on as if nothing had happened."""
        return {"step": self.step, "head": self._head.state_dict(), "optimizer": self._optimizer.state_dict()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a `state`."""
        self._head.load_state_dict(state["head"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.step = int(state["step"])


def draw_any(n_samples: int) -> Draw:
    """Draw from all samples alike."""

    def draw(rng: np.random.Generator, n_drawn: int) -> _Integers:
        return rng.integers(n_samples, size=n_drawn)

    return draw


def draw_half_clean(labels: Tensor) -> Draw:
    """Draw clean and distorted samples (label 0 and others) in equal numbers, where there are both."""
    is_clean = (labels == 0).cpu().numpy()
    pools = [pool for pool in (np.flatnonzero(is_clean), np.flatnonzero(~is_clean)) if len(pool)]

    def draw(rng: np.random.Generator, n_drawn: int) -> _Integers:
        return np.concatenate([rng.choice(pool, n_drawn // len(pools)) for pool in pools])

    return draw
