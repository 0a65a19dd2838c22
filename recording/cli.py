"""The group `flir-iqa recording`: what can be done with recordings; a command is imported when it is called."""

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import click

COMMANDS: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "info": ("recording.commands.info", "info", "Say what is in recordings."),
        "check": ("recording.commands.check", "check", "Check a recording from end to end."),
        "cut": ("recording.commands.cut", "cut", "Cut out a time, cameras, topics."),
        "merge": ("recording.commands.merge", "merge", "Put several recordings into one."),
        "recover": ("recording.commands.recover", "recover", "Get what is whole out of a damaged recording."),
        "from-images": ("recording.media.import_commands", "from_images", "Make a recording of a folder of pictures."),
        "from-video": ("recording.media.import_commands", "from_video", "Make a recording of a video."),
        "to-video": ("recording.media.video_command", "to_video", "Make a video of a camera, with its scores."),
    }
)
"""Name -> (module, attribute, one line of help)."""


class RecordingGroup(click.Group):
    """Knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - our own table
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry[2]) for name, entry in COMMANDS.items()])


@click.group(
    cls=RecordingGroup,
    epilog="Examples:  flir-iqa recording info night.mcap   |   flir-iqa recording check night.mcap",
)
def recording() -> None:
    """Look into recordings, check, cut, merge and recover them."""
