"""`python -m producers` is `flir-iqa produce`."""

from flir_iqa.cli import run
from producers.cli import produce

run(produce, "python -m producers")
