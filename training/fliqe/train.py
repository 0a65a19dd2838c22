"""A run of the recipe `fliqe`: features, projection head, binary head; killed at any time, it can be resumed.

It is the ancestor's recipe, but that the ResNet-50 is frozen whole: in the ancestor's script the statistics of its
BatchNorm layers went on moving while the projection head learned.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Final, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from training.datasets import FrameSet
from training.distortions import TRAINED_KINDS
from training.fliqe.checkpoint import TrainedFliqe, save_fliqe
from training.fliqe.contrastive_loss import supervised_contrastive_loss
from training.fliqe.encoder_file import load_encoder
from training.fliqe.feature_file import FeatureFile
from training.fliqe.features import compute_features
from training.fliqe.network import Fliqe
from training.fliqe.phase import Phase, PhaseCourse, draw_any, draw_half_clean
from training.fliqe.progress import Advance, Report
from training.fliqe.resume_point import ResumePoint
from training.fliqe.samples import FrameMaker
from training.fliqe.settings import FliqeSettings
from training.training_log import LogRow, TrainingLog

BEST_FILE: Final = "best.pt"
PROJECTION, HEAD = "projection", "head"
_SEEN, _HELD_OUT = "samples", "validation"


class _Featured(NamedTuple):
    """Features of samples, N x 2048, and their labels, N."""

    features: Tensor
    labels: Tensor


class _Figures(NamedTuple):
    """What an evaluation gives; None where there is nothing to evaluate on."""

    accuracy: float | None = None
    loss: float | None = None


class FliqeRun:
    """One run in one folder.

    It holds `best.pt` (the network to export, under the ancestor's keys), `last.pt` (to go on from), `samples.f32`
    and `validation.f32` (features), `log-projection.csv` (its `validation_log_loss` is the contrastive loss) and
    `log-head.csv`.

    Args:
        sets: Clean frames to learn from.
        validation: Clean frames by which the best head is chosen; without any the newest is kept.
        settings: What to do.
        folder: Where the files go; made if it is missing.
        encoder: File with ImageNet weights of ResNet-50, or `random`.
        seed: Chooses weights and samples.
        device: Where to learn, such as `cpu` or `cuda`.
        n_workers: Processes that make samples; 0 makes them in this one.

    Raises:
        CheckpointError: The encoder's weights cannot be used.
    """

    def __init__(
        self,
        sets: Sequence[FrameSet],
        validation: Sequence[FrameSet],
        settings: FliqeSettings,
        folder: Path,
        *,
        encoder: str,
        seed: int,
        device: str = "cpu",
        n_workers: int = 0,
    ) -> None:
        torch.manual_seed(seed)
        self._settings = settings
        self._folder = folder
        self._seed = seed
        self._n_workers = n_workers
        self._device = torch.device(device)
        self._maker = FrameMaker(sets, seed)
        self._held_out_maker = FrameMaker(validation, seed + 1) if validation else None
        self._training_data = ", ".join(f"{each.name} ({len(each.frames)} frames)" for each in sets)
        network = Fliqe().eval()
        self._encoder_identity = load_encoder(network.iqa_encoder, encoder)
        self._network = network.to(self._device)

    def run(self, report: Report, *, resume: bool = False) -> Path:
        """Learn until the last step.

        Args:
            report: Called as the run goes on.
            resume: Go on from where the run in the folder was.

        Returns:
            Path of the best network.

        Raises:
            TrainingError: The folder holds a run already and `resume` is not set, or holds none and it is.
            CheckpointError: What the folder holds is damaged or of a run with other settings.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        point = ResumePoint(self._folder, self._identity(), resume=resume)
        if not resume:
            for name in (_SEEN, _HELD_OUT):
                self._feature_path(name).unlink(missing_ok=True)
        settings = self._settings
        seen = self._featured(_SEEN, self._maker, settings.samples, report)
        held_out = (
            self._featured(_HELD_OUT, self._held_out_maker, settings.validation_samples, report)
            if self._held_out_maker
            else None
        )
        self._learn(PROJECTION, self._projection(seen), lambda: self._judge_projection(held_out), point, report)
        self._learn(HEAD, self._head(seen), lambda: self._judge_head(held_out, point), point, report)
        return self._folder / BEST_FILE

    def _identity(self) -> dict[str, object]:
        return {
            "settings": self._settings.model_dump(),
            "seed": self._seed,
            "kinds": list(TRAINED_KINDS),
            "training_data": self._training_data,
            "encoder": self._encoder_identity,
        }

    def _featured(self, name: str, maker: FrameMaker, n_samples: int, report: Report) -> _Featured:
        file = FeatureFile(self._feature_path(name))
        batches = compute_features(
            self._network.iqa_encoder.encoder,
            maker,
            file,
            n_samples,
            batch_size=self._settings.encoder_batch_size,
            device=self._device,
            n_workers=self._n_workers,
        )
        for n_done in batches:
            report(Advance(f"features of {name}", n_done, n_samples))
        return _Featured(*(each.to(self._device) for each in file.read(n_samples)))

    def _feature_path(self, name: str) -> Path:
        return self._folder / f"{name}.f32"

    def _projection(self, seen: _Featured) -> Phase:
        encoder, temperature = self._network.iqa_encoder, self._settings.temperature

        def loss(features: Tensor, labels: Tensor) -> Tensor:
            return supervised_contrastive_loss(encoder.project(features), labels, temperature)

        course = self._course(self._settings.projection_steps, 0)
        return Phase(encoder.projection_head, loss, draw_any(len(seen.labels)), *seen, course)

    def _head(self, seen: _Featured) -> Phase:
        classifier = self._network.classifier

        def loss(embeddings: Tensor, labels: Tensor) -> Tensor:
            return F.binary_cross_entropy_with_logits(classifier(embeddings)[:, 0], (labels > 0).float())

        course = self._course(self._settings.head_steps, 1)
        return Phase(classifier, loss, draw_half_clean(seen.labels), self._embed(seen.features), seen.labels, course)

    def _course(self, steps: int, phase: int) -> PhaseCourse:
        settings = self._settings
        return PhaseCourse(
            steps=steps,
            batch_size=settings.head_batch_size,
            learning_rate=settings.head_learning_rate,
            seed=(self._seed, phase),
        )

    def _learn(
        self, name: str, phase: Phase, evaluate: Callable[[], _Figures], point: ResumePoint, report: Report
    ) -> None:
        if name in point.phases:
            phase.restore(point.phases[name])
        log = TrainingLog(self._folder / f"log-{name}.csv", phase.step)
        losses: list[float] = []
        while not phase.is_done:
            rate = phase.rate
            losses.append(phase.learn())
            row = None
            if phase.is_done or phase.step % self._settings.look_every == 0:
                row = self._log_row(phase.step, fmean(losses), rate, evaluate())
                log.append(row)
                losses.clear()
                point.phases[name] = phase.state()
                point.write()
            report(Advance(f"{name} head" if name == PROJECTION else "binary head", phase.step, phase.n_steps, row))

    def _log_row(self, step: int, loss: float, rate: float, figures: _Figures) -> LogRow:
        return LogRow(
            step=step,
            frames_seen=step * self._settings.head_batch_size,
            loss=loss,
            learning_rate=rate,
            validation_accuracy=figures.accuracy,
            validation_log_loss=figures.loss,
        )

    def _judge_projection(self, held_out: _Featured | None) -> _Figures:
        if held_out is None:
            return _Figures()
        embeddings = self._embed(held_out.features)
        return _Figures(
            loss=supervised_contrastive_loss(embeddings, held_out.labels, self._settings.temperature).item()
        )

    def _judge_head(self, held_out: _Featured | None, point: ResumePoint) -> _Figures:
        """Evaluate the network, clean and distorted counting alike, and keep it if it is the best so far."""
        figures = _Figures()
        if held_out is not None:
            with torch.no_grad():
                logits = self._network.classifier(self._embed(held_out.features))[:, 0]
            figures = _judge(logits, held_out.labels > 0)
        if figures.loss is None or figures.loss <= point.best_loss:
            point.best_loss = point.best_loss if figures.loss is None else figures.loss
            save_fliqe(self._folder / BEST_FILE, TrainedFliqe(self._network, self._training_data))
        return figures

    def _embed(self, features: Tensor) -> Tensor:
        with torch.no_grad():
            return self._network.iqa_encoder.project(features)


def _judge(logits: Tensor, distorted: Tensor) -> _Figures:
    """Accuracy and log loss, each the mean of those of clean and of distorted samples."""
    losses = F.binary_cross_entropy_with_logits(logits, distorted.float(), reduction="none")
    right = (logits > 0) == distorted
    groups = [group for group in (distorted, ~distorted) if group.any()]
    return _Figures(
        accuracy=fmean(right[group].float().mean().item() for group in groups),
        loss=fmean(losses[group].mean().item() for group in groups),
    )
