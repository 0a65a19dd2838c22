"""The command `flir-iqa cameras`."""

import click

from operate.cameras.changing import add, import_cameras, remove
from operate.cameras.looking import list_cameras, test_camera
from operate.cameras.running import pause, restart, resume

EXAMPLES = """
\b
Examples:
  flir-iqa cameras list
  flir-iqa cameras test rtsp://192.0.2.7/stream --username viewer --password file:gate_password --picture gate.jpg
  flir-iqa cameras add gate rtsp://192.0.2.7/stream --username viewer --password file:gate_password
  flir-iqa cameras pause gate yard
  flir-iqa cameras restart --failed
  flir-iqa cameras import cameras.csv
  flir-iqa cameras list --url http://control:8000 --token file:api_token --json | jq '.[] | select(.error)'
"""


@click.group(epilog=EXAMPLES)
def cameras() -> None:
    """List, add, try, pause and remove the cameras of a control plane (flir-iqa serve), over its REST API."""


for command in (list_cameras, add, remove, test_camera, pause, resume, restart, import_cameras):
    cameras.add_command(command)
