"""The command `flir-iqa split`."""

from pathlib import Path

import click

from training.datasets.adas import step_into
from training.datasets.groups import BLOCK_LENGTH, GROUPINGS, by_block
from training.datasets.list_file import LIST_SUFFIX, read_list, write_list
from training.datasets.picture import list_pictures
from training.datasets.split import split_by_group

_path = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  flir-iqa split recorded/gate --held-out 0.2 --out lists
  flir-iqa split FLIR_ADAS_v2/images_thermal_train --by video --out lists
  flir-iqa train lists/gate-kept.txt --validation lists/gate-held-out.txt --out runs/gate"""
)
@click.argument("source", type=_path)
@click.option("--out", type=_path, required=True, help="Folder for the two lists; it is made.")
@click.option("--held-out", default=0.2, show_default=True, help="Share of the pictures to hold out.")
@click.option(
    "--by",
    "grouping",
    type=click.Choice(list(GROUPINGS)),
    default="block",
    show_default=True,
    help="What must not be parted: a flight (HIT-UAV), a video (FLIR ADAS v2), or blocks of neighbouring pictures.",
)
@click.option("--block", "length", default=BLOCK_LENGTH, show_default=True, help="Pictures in a block.")
@click.option("--seed", default=0, show_default=True, help="Chooses what is held out.")
def split(source: Path, out: Path, held_out: float, grouping: str, length: int, seed: int) -> None:
    """Split SOURCE, a folder of pictures or a list of them, into two lists: NAME-kept.txt and NAME-held-out.txt.

    Neighbouring frames look alike, so a group is never on both sides. The pictures stay where they are: the lists
    name them relative to themselves, and train and evaluate take a list wherever they take a folder.
    """
    is_list = source.suffix.lower() == LIST_SUFFIX and source.is_file()
    paths = read_list(source) if is_list else list_pictures(step_into(source))
    group_of = by_block(paths, length) if grouping == "block" else GROUPINGS[grouping](paths)
    kept, out_of_it = split_by_group(paths, group_of, held_out, seed)
    name = source.stem if is_list else source.resolve().name
    for side, pictures in (("kept", kept), ("held-out", out_of_it)):
        path = out / f"{name}-{side}{LIST_SUFFIX}"
        comment = f"{len(pictures)} of the {len(paths)} pictures of {name}: {side} by {grouping}, seed {seed}"
        write_list(path, pictures, comment)
        click.echo(f"{path}: {len(pictures)} pictures")
