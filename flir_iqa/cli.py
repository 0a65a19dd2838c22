"""The command `flir-iqa`: the one place where all rooms meet, each imported only when a command of it is called."""

import importlib
import sys
from pathlib import Path
from typing import Final

import click

from flir_iqa.errors import FlirIqaError
from flir_iqa.version import __version__

LIBRARY_COMMANDS: Final = {
    "score": ("flir_iqa.scoring_cli.command", "score", "Score pictures, folders and videos."),
    "compare": ("flir_iqa.drift.command", "compare", "Compare two models on the same frames."),
}
"""What the wheel holds: name -> (module, attribute, one line of help)."""

APPLICATION_COMMANDS: Final = {
    "demo": ("sandbox.demo.command", "demo", "Run everything on this machine, on a simulated camera."),
    "produce": ("producers.cli", "produce", "Read cameras and publish their frames on Kafka."),
    "flow": ("dataflow.cli", "flow", "Score the frames on Kafka and publish the results."),
    "record": ("recording.recorder.command", "record", "Record topics of Kafka into a file."),
    "replay": ("recording.playing.command", "replay", "Replay a recording's frames into Kafka."),
    "recording": ("recording.cli", "recording", "Look into recordings; check, cut, merge and recover them."),
    "golden": ("dataflow.golden.command", "golden", "Keep the scores of a recording, and check what moved."),
    "shadow": ("dataflow.shadow.command", "shadow", "Run two models over one recording or live topic."),
    "reconcile": ("reconcile.command", "reconcile", "Prove that nothing was lost and nothing counted twice."),
    "serve": ("control.cli", "serve", "Run the control plane: REST, dashboard, child processes."),
    "status": ("operate.status.command", "status", "Show a fleet live, the cameras with the greatest trouble first."),
    "cameras": ("operate.cameras.command", "cameras", "List, add, try, pause and remove cameras of a control plane."),
    "token": ("operate.tokens.command", "token", "Make, list, revoke and check bearer tokens of the control plane."),
    "doctor": ("operate.doctor.command", "doctor", "Look at all that a fleet needs; say what is wrong and what to do."),
    "chaos": ("chaos.cli", "chaos", "Break real parts on purpose, and count what is lost."),
    "broker": ("sandbox.cli", "broker", "Run a real Apache Kafka on this machine."),
    "train": ("training.cli", "train", "Train a model."),
    "evaluate": ("training.evaluation.command", "evaluate", "Evaluate a model on folders of frames."),
    "folds": ("training.folds.command", "folds", "Train without a camera, evaluate on it, for each camera."),
    "calibrate": ("training.calibration.command", "calibrate", "Calibrate a checkpoint before its export."),
    "baselines": ("training.comparison.command", "baselines", "Compare a model with other measures of quality."),
    "export": ("model_export.cli", "export", "Turn a checkpoint into an ONNX file."),
    "split": ("training.datasets.split_command", "split", "Split a folder of frames, neighbours kept together."),
    "distortions": ("training.distortion_sheet.command", "distortions", "Draw each distortion into one picture."),
    "schemas": ("plumbing.schemas", "schemas", "Write the JSON Schemas and AsyncAPI document of the topics."),
}
"""What a checkout or the image adds."""

_ROOT: Final = Path(__file__).resolve().parent.parent


def is_application() -> bool:
    """Whether the rooms beside the library are ours (a checkout or the image), not namesakes."""
    return (_ROOT / "pyproject.toml").is_file() and (_ROOT / "plumbing" / "__init__.py").is_file()


class LazyGroup(click.Group):
    """A group that knows its commands' names and help, and imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a user's day."""
        return list(_commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or say why it is not there."""
        if cmd_name in APPLICATION_COMMANDS and not is_application():
            message = (
                f"{cmd_name!r} is a command of the application; this is the library alone. "
                "Run it from a checkout (make setup) or from the container image."
            )
            raise click.UsageError(message)
        if cmd_name not in _commands():
            return None
        module, attribute, _ = _commands()[cmd_name]
        try:
            command = getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            message = (
                f"{cmd_name!r} needs the package {error.name!r}: run `make setup`, or `make setup-train` for "
                "train, evaluate and export"
            )
            raise click.ClickException(message) from error
        assert isinstance(command, click.Command)  # noqa: S101 - our own table
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry[2]) for name, entry in _commands().items()])


def _commands() -> dict[str, tuple[str, str, str]]:
    return {**LIBRARY_COMMANDS, **(APPLICATION_COMMANDS if is_application() else {})}


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Examples:  flir-iqa score picture.jpg   |   flir-iqa demo   |   flir-iqa flow --help",
)
@click.version_option(__version__, "-V", "--version", prog_name="flir-iqa")
def flir_iqa() -> None:
    """Score the frames of thermal cameras from 0 (useless) to 1 (clean), and name what is wrong."""


def main() -> None:
    """Run the command line; an error of ours is one clear line and exit code 1, never a traceback."""
    run(flir_iqa)


def run(command: click.Command, prog_name: str = "flir-iqa") -> None:
    """Run `command` as a process: the entry point of `flir-iqa` and of each `python -m <room>`."""
    try:
        command.main(prog_name=prog_name)
    except FlirIqaError as error:
        click.secho(f"Error: {error}", err=True, fg="red")
        sys.exit(1)
    except OSError as error:  # the machine's own refusal: no rights, a full disk, a name that is too long
        where = "" if error.filename is None else f": {str(error.filename)!r}"
        click.secho(f"Error: {error.strerror or error}{where}", err=True, fg="red")
        sys.exit(1)
