"""Supervised contrastive loss (Khosla et al. 2020, "Supervised Contrastive Learning", equation 2)."""

import torch
from torch import Tensor


def supervised_contrastive_loss(embeddings: Tensor, labels: Tensor, temperature: float) -> Tensor:
    """Draw embeddings of one kind together and push those of different kinds apart.

    Args:
        embeddings: N x D, each of length 1.
        labels: Kind of each, N.
        temperature: How hard the nearest count against the others, above 0.

    Returns:
        Mean over the embeddings that have another of their kind in the batch; 0 where none has.
    """
    itself = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    positive = (labels[:, None] == labels[None, :]) & ~itself
    similarity = (embeddings @ embeddings.T / temperature).masked_fill(itself, float("-inf"))
    log_probability = similarity - similarity.logsumexp(dim=1, keepdim=True)
    n_positive = positive.sum(dim=1)
    per_anchor = -log_probability.masked_fill(~positive, 0).sum(dim=1) / n_positive.clamp_min(1)
    has_positive = n_positive > 0
    return (per_anchor * has_positive).sum() / has_positive.sum().clamp_min(1)
