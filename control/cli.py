"""The command `flir-iqa serve`."""

import contextlib
import os

import click

from control.app import create_app
from control.control_plane import ControlPlane
from control.server import address_of, listen, serve_until_stopped
from control.settings import ServeSettings
from control.store.connection import Store
from control.store.folder import default_folder
from plumbing.cameras import cameras_from
from plumbing.child import watch_parent
from plumbing.document import Document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.log_settings import LogSettings
from plumbing.logs import log_crashes, set_up_logging
from plumbing.settings import settings_options
from plumbing.stopping import Stopper

GRACE_S = 12.0
"""More than the children are given together."""

EXAMPLES = """
\b
Examples:
  flir-iqa serve
  flir-iqa serve --camera gate=rtsp://192.0.2.7/stream --autostart
  flir-iqa serve --config flir-iqa.toml --bootstrap broker:9092
  openssl rand -hex 32 > api_token && flir-iqa serve --host 0.0.0.0 --token file:api_token
  flir-iqa token new --role operator --name shift --file tokens && flir-iqa serve --tokens file:tokens
  flir-iqa serve --port 8001 --state-folder plant-2      # a second control plane on this machine

\b
Then:
  curl -X POST localhost:8000/start -H 'Content-Type: application/json' \\
       -d '{"video_uri": "rtsp://192.0.2.7/stream"}'
  curl -X PUT localhost:8000/v1/cameras/gate -H 'Content-Type: application/json' \\
       -d '{"url": "rtsp://192.0.2.7/stream", "username": "viewer", "password": "file:/run/secrets/gate"}'
  curl -X POST localhost:8000/v1/cameras/import -H 'Content-Type: text/csv' --data-binary @cameras.csv
"""

CAMERA_HELP = "A camera to start; give it once for each. More stand in the configuration file under [cameras.<id>]."


@click.command(epilog=EXAMPLES)
@click.option("--camera", "flags", multiple=True, metavar="ID=URL", help=CAMERA_HELP)
@settings_options(ServeSettings, KafkaSettings, TopicSettings, LogSettings)
def serve(
    document: Document,
    serve: ServeSettings,
    kafka: KafkaSettings,
    topics: TopicSettings,
    log: LogSettings,
    flags: tuple[str, ...],
) -> None:
    """Run the control plane: REST on one port with its description at /docs, and a live page.

    POST /start starts producer and dataflow as child processes, which are watched, started again when they die, and
    end with this command. Cameras that were made over REST, and which cameras shall run, are kept in the state folder:
    the next start goes on with them.
    """
    cameras = cameras_from(document, flags)
    stopper = Stopper(GRACE_S)
    stopper.listen()
    set_up_logging(log)
    log_crashes()
    if document.from_parent:
        watch_parent(stopper.stop)
    store = Store(serve.state_folder or default_folder(os.environ))
    plane = ControlPlane(document=document, kafka=kafka, topics=topics, cameras=cameras, settings=serve, store=store)
    with listen(serve.host, serve.port) as listening, contextlib.closing(store):
        store.open()
        click.echo(_welcome(address_of(listening), serve), err=True)
        serve_until_stopped(create_app(plane), listening, stopper)


def _welcome(address: str, settings: ServeSettings) -> str:
    who = "whoever has a token" if settings.has_tokens else "this machine only, no token asked"
    return f"flir-iqa: page and API at {address} ({who}); API description at {address}/docs; Ctrl-C ends it"
