"""`python -m chaos` is `flir-iqa chaos`."""

from chaos.cli import chaos
from flir_iqa.cli import run

run(chaos, "python -m chaos")
