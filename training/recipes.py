"""The recipes of `flir-iqa train`, and which of its options are of which."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from click.core import ParameterSource

from plumbing.settings import Section, flag_of
from training.fliqe.settings import FliqeSettings
from training.settings import TrainingSettings

LITE, FLIQE = "lite", "fliqe"
RECIPES: Final = (LITE, FLIQE)

_SHARED: Final = frozenset({"seed"})


def check_recipe(context: click.Context, recipe: str, encoder: str | None, start_from: Path | None) -> None:
    """Refuse what does not go with a recipe, instead of passing it over.

    Raises:
        click.UsageError: An option of the other recipe was given, or the recipe `fliqe` has no encoder.
    """
    other = FliqeSettings if recipe == LITE else TrainingSettings
    foreign = list(_given(context, other))
    if encoder is not None and recipe == LITE:
        foreign.append("--encoder")
    if start_from is not None and recipe == FLIQE:
        foreign.append("--start-from")
    if foreign:
        message = f"{', '.join(foreign)}: not of the recipe {recipe!r}; choose another by --recipe"
        raise click.UsageError(message)
    if encoder is None and recipe == FLIQE:
        message = (
            "the recipe 'fliqe' freezes a ResNet-50 with ImageNet weights: give their file by --encoder "
            "(torchvision's resnet50-0676ba61.pth or resnet50-11ad3fa6.pth)"
        )
        raise click.UsageError(message)


def _given(context: click.Context, section: type[Section]) -> Iterator[str]:
    """Name the options of a section that stand on the command line."""
    for name in section.model_fields.keys() - _SHARED:
        if context.get_parameter_source(f"{section.section}__{name}") is ParameterSource.COMMANDLINE:
            yield flag_of(name)
