"""The command `flir-iqa export`."""

from pathlib import Path

import click

from model_export.export import export_checkpoint
from training.datasets import load_frame_set


@click.command(
    epilog="""\b
Examples:
  flir-iqa export runs/lite/best.pt --out lite.onnx
  flir-iqa export runs/lite/best.pt --out gate.onnx --name gate --version 2 --frames recorded/gate
  flir-iqa export encoder_with_binary_head.pth --out fliqe.onnx   the ancestor's network"""
)
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Model file to write; a manifest lies beside it.",
)
@click.option("--name", help="Name of the model; it stands in each result.  [default: that of its family]")
@click.option("--version", help="Version of the model; likewise.  [default: ours; of the ancestor's, the file's hash]")
@click.option("--licence", help="Licence, as an SPDX expression.  [default: MIT; of the ancestor's, NOASSERTION]")
@click.option("--training-data", help="What the model was trained on, in words.  [default: what CHECKPOINT says]")
@click.option(
    "--frames",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Folder of frames on which the file is compared with the checkpoint, beside synthetic ones.",
)
def export(
    checkpoint: Path,
    out: Path,
    name: str | None,
    version: str | None,
    licence: str | None,
    training_data: str | None,
    frames: tuple[Path, ...],
) -> None:
    """Export a trained CHECKPOINT as an ONNX model file.

    CHECKPOINT is `best.pt` of `flir-iqa train`, or one that the ancestor released: the encoder with its binary
    head, or the encoder alone, whose file gives embeddings and is refused for scoring. It is read without running
    any code that it may hold, and the exported file is compared with it before it is written.
    """
    pictures = [frame for folder in frames for frame in load_frame_set(folder).frames]
    parity = export_checkpoint(
        checkpoint, out, name=name, version=version, licence=licence, training_data=training_data, frames=pictures
    )
    click.echo(
        f"{out}: {out.stat().st_size / 1e6:.2f} MB, at most {parity.max_difference:.1e} from the checkpoint "
        f"on {parity.n_frames} frames"
    )
