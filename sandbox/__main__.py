"""`python -m sandbox` is `flir-iqa broker`."""

from flir_iqa.cli import run
from sandbox.cli import broker

run(broker, "python -m sandbox")
