"""The frozen ResNet-50: ImageNet weights that the user supplies."""

import hashlib
from pathlib import Path
from typing import Final

from training.checkpoint import read_checkpoint
from training.fliqe.checkpoint import load_weights, weights_in
from training.fliqe.network import IqaEncoder

RANDOM: Final = "random"
"""In place of a file: random weights, which teach nothing; for tests of the machinery."""

_LAST_LAYER: Final = "fc."


def load_encoder(network: IqaEncoder, source: str) -> str:
    """Put the weights of a file into the ResNet-50 of a network, and freeze it.

    Args:
        network: Its ResNet-50 is replaced.
        source: Path of a file with torchvision's names, such as `resnet50-0676ba61.pth`; or `RANDOM`.

    Returns:
        What identifies the weights: the beginning of the file's SHA-256, or `RANDOM`.

    Raises:
        CheckpointError: The file is missing, damaged or unsafe, or its weights do not fit; each is listed.
    """
    identity = RANDOM
    if source != RANDOM:
        path = Path(source)
        weights = weights_in(read_checkpoint(path))
        kept = {name: tensor for name, tensor in weights.items() if not name.startswith(_LAST_LAYER)}
        load_weights(path, network.encoder, kept)
        identity = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    network.encoder.eval().requires_grad_(requires_grad=False)
    return identity
