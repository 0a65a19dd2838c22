"""The command `flir-iqa broker`."""

from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import Progress

from plumbing.stopping import Stopper
from sandbox.broker import Broker
from sandbox.cache import cache_dir
from sandbox.errors import SandboxError
from sandbox.jars import fetch_jars

_LOOK_S: Final = 0.5
_GRACE_S: Final = 30.0

EXAMPLES = """
\b
Examples:
  flir-iqa broker                                   a free port, nothing kept
  flir-iqa broker --port 9092 --data-dir ~/kafka    the same records at each start
  flir-iqa broker --fetch-only                      fetch Kafka, such as for a machine that will be cut off
"""


@click.command(epilog=EXAMPLES)
@click.option("--port", type=click.IntRange(1, 65_535), help="Where clients connect.  [default: a free port]")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the records, found again at the next start.  [default: a temporary one, removed at the end]",
)
@click.option(
    "--heap-mb", type=click.IntRange(128, 32_768), default=512, show_default=True, help="Most that Java takes."
)
@click.option("--fetch-only", is_flag=True, help="Fetch Kafka into the cache (FLIR_IQA_CACHE_DIR) and end.")
def broker(port: int | None, data_dir: Path | None, heap_mb: int, fetch_only: bool) -> None:
    """Run a real Apache Kafka on this machine: one node, for trying out and for tests.

    It listens on 127.0.0.1 alone, without a password, and runs until Ctrl-C. Neither Java nor Docker is needed: the
    first start fetches Kafka (43 MB) from the machine's Maven repository, and later ones find it in the cache.
    """
    stopper = Stopper(_GRACE_S)
    stopper.listen()
    _fetch()
    if fetch_only:
        return
    with Broker(port, data_dir, heap_mb=heap_mb) as running:
        click.echo(running.bootstrap)
        kept = f"records in {running.folder}" if data_dir else "records are not kept"
        click.secho(f"Apache Kafka listens, {kept}; Ctrl-C stops it", err=True, fg="green")
        while not stopper.wait(_LOOK_S):
            if not running.running:
                message = f"Kafka ended by itself; its log: {running.last_words()}"
                raise SandboxError(message)


def _fetch() -> None:
    with Progress(console=Console(stderr=True), transient=True) as display:
        task = display.add_task("fetching Apache Kafka", total=None, visible=False)
        fetch_jars(
            cache_dir() / "kafka",
            progress=lambda done, total: display.update(task, completed=done, total=total, visible=True),
        )
