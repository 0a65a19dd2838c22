"""`python -m model_export` is `flir-iqa export`."""

from flir_iqa.cli import run
from model_export.cli import export

run(export, prog_name="python -m model_export")
