"""One network that learns: its weights, their running mean, and the optimiser."""

import math
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Final, cast

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn, update_bn

from training.loading import Batch
from training.network import Lite, LiteOutput
from training.settings import TrainingSettings
from training.start import adopt_weights

_FINAL_SHARE = 0.003  # of the learning rate; it does not quite fall to 0
_SEVERITY_BETA = 0.05  # error of the severity below which the loss is a parabola
_CPU_INFO: Final = Path("/proc/cpuinfo")
_BFLOAT16_FLAGS: Final = frozenset({"avx512_bf16", "amx_bf16"})


class Learner:
    """A `Lite` network under AdamW with averaged weights.

    Args:
        n_kinds: Number of kinds, `none` included.
        settings: Of the run.
        device: Where it learns, such as `cpu` or `cuda`.
        start_from: Checkpoint of a network whose weights it begins with, as far as they fit.

    Raises:
        CheckpointError: `start_from` cannot be used.
    """

    def __init__(
        self, n_kinds: int, settings: TrainingSettings, device: str = "cpu", start_from: Path | None = None
    ) -> None:
        torch.manual_seed(settings.seed)
        self._settings = settings
        self._device = torch.device(device)
        network = Lite(n_kinds, settings.shape)
        if start_from is not None:
            adopt_weights(network, start_from)
        self._network = network.to(memory_format=torch.channels_last).to(self._device)
        averaging = get_ema_multi_avg_fn(settings.averaging_decay)  # type: ignore[no-untyped-call] # torch's own
        self._average = AveragedModel(self._network, multi_avg_fn=averaging)
        self._optimizer = torch.optim.AdamW(
            self._network.parameters(), settings.learning_rate, weight_decay=settings.weight_decay
        )
        self._reduced = has_fast_bfloat16(self._device, settings.precision)
        self.step = 0

    def learn(self, batch: Batch) -> float:
        """Learn from one batch.

        Returns:
            The loss before this step.
        """
        self._network.train()
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(self.step, self._settings)
        batch = batch.to(self._device)
        with torch.autocast(self._device.type, dtype=torch.bfloat16, enabled=self._reduced):
            output = self._network(self._as_luma(batch.crops))
        loss = self._loss(output, batch)
        self._optimizer.zero_grad()
        torch.autograd.backward(loss)
        self._optimizer.step()
        self._average.update_parameters(self._network)
        self.step += 1
        return loss.item()

    def _loss(self, output: LiteOutput, batch: Batch) -> Tensor:
        """Cross entropy of the kind, shared with `none` where people would differ, and the error of the severity."""
        logits = output.logits.float()
        kinds = F.one_hot(batch.labels, logits.shape[1]).float()
        clean = torch.zeros_like(kinds)
        clean[:, 0] = 1
        share = batch.clean_probability[:, None]
        targets = share * clean + (1 - share) * kinds
        naming = F.cross_entropy(logits, targets, label_smoothing=self._settings.label_smoothing)
        grading = F.smooth_l1_loss(output.severity.float(), batch.severity, beta=_SEVERITY_BETA)
        return naming + self._settings.severity_weight * grading

    def averaged_network(self, batches: Iterable[Tensor]) -> Lite:
        """Give a copy of the averaged network, its BatchNorm statistics taken anew from `batches` of crops.

        Averaged weights with the statistics of other weights look broken.
        """
        network = cast("Lite", deepcopy(self._average.module))
        update_bn((self._as_luma(crops) for crops in batches), network)
        return network.to("cpu").eval()

    def state(self) -> dict[str, Any]:
        """Give all that a later `restore` needs to go on as if nothing had happened."""
        return {
            "step": self.step,
            "network": self._network.state_dict(),
            "average": self._average.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a `state`."""
        self._network.load_state_dict(state["network"])
        self._average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.step = int(state["step"])

    def _as_luma(self, crops: Tensor) -> Tensor:
        return crops.to(self._device).contiguous(memory_format=torch.channels_last).float() / 255


def learning_rate(step: int, settings: TrainingSettings) -> float:
    """Learning rate of a step: a linear rise, then half a cosine down to nearly 0."""
    rise = min(1.0, (step + 1) / max(1, settings.warmup_steps))
    fall = 0.5 * (1 + math.cos(math.pi * min(1.0, step / settings.steps)))
    return settings.learning_rate * rise * (fall + _FINAL_SHARE)


def has_fast_bfloat16(device: torch.device, precision: str) -> bool:
    """Whether to learn in bfloat16; without instructions for it a CPU is ten times slower in it than in float32.

    Args:
        device: Where the network learns.
        precision: `float32` and `bfloat16` decide; `auto` looks at the hardware.
    """
    if precision != "auto":
        return precision == "bfloat16"
    if device.type != "cpu":
        return device.type == "cuda" and torch.cuda.is_bf16_supported()
    flags = _CPU_INFO.read_text().split() if _CPU_INFO.is_file() else []
    return not _BFLOAT16_FLAGS.isdisjoint(flags)
