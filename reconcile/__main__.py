"""`python -m reconcile`: the same as `flir-iqa reconcile`."""

from flir_iqa.cli import run
from reconcile.command import reconcile

if __name__ == "__main__":
    run(reconcile, "flir-iqa reconcile")
