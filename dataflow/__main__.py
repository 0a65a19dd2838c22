"""`python -m dataflow` is `flir-iqa flow`."""

from dataflow.cli import flow
from flir_iqa.cli import run

run(flow, "python -m dataflow")
