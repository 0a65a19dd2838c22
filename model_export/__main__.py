"""`python -m model_export` is `flir-iqa export`."""

from model_export.cli import export

export(prog_name="python -m model_export")
